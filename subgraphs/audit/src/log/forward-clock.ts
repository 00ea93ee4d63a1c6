/**
 * A clock that never goes back. Heads that the log signs one after another must not be signed as of an earlier time: to
 * who keeps them, a log with fewer entries at a later time was cut off. While the machine's clock is set back, the latest
 * time stands.
 * @param now the machine's clock, in milliseconds.
 */
export function forwardClock(now: () => number = Date.now): () => Date {
  let latest = -Infinity;
  return () => {
    latest = Math.max(latest, now());
    return new Date(latest);
  };
}
