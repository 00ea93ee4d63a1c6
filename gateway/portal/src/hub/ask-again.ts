/** Largest number of repetitions of a request. */
const most = 3;

/** Longest wait before a repetition, in seconds. */
const longest = 3;

/**
 * Sends a request, and repeats it when the hub answers 429 with `Retry-After` (RFC 9110): a page sends many requests at
 * once, and the hub limits the concurrent requests of a client.
 * @param send sends the request once.
 * @param signal ends the waiting.
 * @returns the last response; undefined if the hub cannot be reached or the signal ended the waiting.
 */
export async function askAgain(
  send: () => Promise<Response>,
  signal?: AbortSignal,
  wait: (seconds: number, signal?: AbortSignal) => Promise<void> = pause,
): Promise<Response | undefined> {
  for (let turn = 0; ; turn += 1) {
    const response = await send().catch(() => undefined);
    const seconds = turn < most ? secondsToWait(response) : undefined;
    if (seconds === undefined) return response;
    await wait(seconds, signal);
    if (signal?.aborted) return undefined;
  }
}

/** Seconds until a refused request may be repeated; undefined if the hub does not say, or if the wait is too long. */
function secondsToWait(response: Response | undefined): number | undefined {
  // A 503 is reported to the page at once.
  if (response?.status !== 429) return undefined;
  const seconds = Number(response.headers.get('retry-after') || Number.NaN);
  return seconds <= longest ? seconds : undefined;
}

function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
