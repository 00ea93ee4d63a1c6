/** Limits on sending a request again. */
export interface Retries {
  /** The largest number of attempts, the first included. */
  readonly attempts: number;
  /** The longest wait before an attempt, in milliseconds; the request fails if the hub asks for a longer one. */
  readonly longestWaitMs: number;
}

export const usualRetries: Retries = { attempts: 5, longestWaitMs: 60_000 };

/** Waits; ends early, with an error, when the signal is aborted. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const wait: Wait = (milliseconds, signal) =>
  new Promise((done, failed) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      failed(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      done();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });

/** Wait from a `Retry-After` header (seconds, or an HTTP date), in milliseconds from now. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/**
 * A wait that doubles with each attempt, from half a second. Half of it is random, so that clients do not return all at
 * once.
 */
export function backoffMs(attempt: number, longestMs: number): number {
  return Math.min(longestMs, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * Sends a request until the status is neither 429 nor 503, or a limit is reached. With these two statuses the hub has
 * not executed the request, so a mutation is safe to send again.
 */
export async function withRetries(
  send: () => Promise<Response>,
  { attempts, longestWaitMs }: Retries,
  { pause, signal }: { readonly pause: Wait; readonly signal?: AbortSignal | undefined },
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await send();
    if ((response.status !== 429 && response.status !== 503) || attempt + 1 >= attempts) return response;
    const milliseconds =
      retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? backoffMs(attempt, longestWaitMs);
    if (milliseconds > longestWaitMs) return response;
    await response.body?.cancel();
    await pause(milliseconds, signal);
  }
}
