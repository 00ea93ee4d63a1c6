/** The lower and the upper bound of a value. */
export interface Span {
  readonly lower: number;
  readonly upper: number;
}

/** The first and the last possible rank; equal where the rank is certain. */
export interface RankRange {
  readonly first: number;
  readonly last: number;
}

/** How much two shares may differ by rounding errors alone. */
const tolerance = 1e-12;

/**
 * Ranks values with a lower and an upper bound: by the values that may be before each, and that must be. Equal spans
 * share a range.
 * @param isAscending whether the smallest is the first.
 * @returns a range for each, in their order.
 */
export function rankRanges(known: readonly Span[], isAscending: boolean): RankRange[] {
  // With inverted signs, the largest value of a descending order is the smallest.
  const spans = known.map(({ lower, upper }) => (isAscending ? [lower, upper] : [-upper, -lower]));
  const lowers = spans.map(([lower = 0]) => lower).sort((a, b) => a - b);
  const uppers = spans.map(([, upper = 0]) => upper).sort((a, b) => a - b);
  return spans.map(([lower = 0, upper = 0]) => {
    const surelyBefore = countBelow(uppers, lower - tolerance);
    const maybeBefore = countBelow(lowers, upper + tolerance);
    return { first: surelyBefore + 1, last: Math.max(maybeBefore, surelyBefore + 1) };
  });
}

/** How many of some sorted numbers are below a bound. */
function countBelow(sorted: readonly number[], bound: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}
