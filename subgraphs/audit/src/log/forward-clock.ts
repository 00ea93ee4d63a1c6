/**
 * A clock that never goes back. The times of the log's signed heads must not decrease: to a holder of two heads, fewer
 * entries at a later time mean a truncated log. While the machine's clock is behind, this clock stays at its latest
 * time.
 * @param now the machine's clock, in milliseconds.
 */
export function forwardClock(now: () => number = Date.now): () => Date {
  let latest = -Infinity;
  return () => {
    latest = Math.max(latest, now());
    return new Date(latest);
  };
}
