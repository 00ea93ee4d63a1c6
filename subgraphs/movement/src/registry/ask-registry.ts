/** Where the registry answers, and what opens it. */
export interface RegistryEndpoint {
  readonly url: string;
  readonly token: string;
}

/** How long the registry may take where it waits for a change, in milliseconds: longer than it holds a request. */
export const longPollMs = 25_000;

/** How long the registry may take otherwise, in milliseconds. */
const answerMs = 30_000;

/** How much the registry may say, in bytes: a snapshot has all schemas. */
const mostBytes = 64 * 1024 * 1024;

/** The limits of one request. */
export interface RegistryLimits {
  readonly withinMs?: number;
  readonly bytes?: number;
  readonly signal?: AbortSignal;
  /** The error of a longer answer. */
  readonly tooLarge?: () => Error;
}

/** Asks the registry at a path. @throws Error where it does not answer, answers with an error, or says too much. */
export async function askRegistry(
  { url, token }: RegistryEndpoint,
  path: string,
  { withinMs = answerMs, bytes = mostBytes, signal, tooLarge }: RegistryLimits = {},
): Promise<string> {
  const timeout = AbortSignal.timeout(withinMs);
  const response = await fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${token}` },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bytes) throw tooLarge?.() ?? new Error(`Expected at most ${bytes} bytes of the registry at ${path}.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  if (response.ok) return text;
  throw new Error(`The registry answered ${response.status} at ${path}: ${text.slice(0, 300)}`);
}
