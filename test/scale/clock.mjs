/** How long something has taken, to be read. */
export function secondsSince(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** The one in the middle, and the one that 95 of 100 do not exceed. */
export function spreadOf(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), most: at(0.95) };
}
