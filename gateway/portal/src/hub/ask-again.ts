/** How often a question is asked again that was refused for now. */
const most = 3;

/** The longest that the page waits before it asks again, in seconds. */
const longest = 3;

/**
 * Sends a request, and again where the hub refuses it for now and says when to come back (`Retry-After`, RFC 9110): a page
 * asks for its parts at once, and all that a client has under way is bounded together.
 * @param send sends it once.
 * @param signal ends the waiting.
 * @returns the last response; undefined where the hub could not be reached, or nobody waits any more.
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

/** In how many seconds a refused request may come again; undefined where that is not said, or too long to wait for. */
function secondsToWait(response: Response | undefined): number | undefined {
  // What is away (503) is said at once.
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
