import type { GoalProgress } from './goal-progress.type.js';

/** Between which ends a value lies. */
export interface Span {
  readonly lower: number;
  readonly upper: number;
}

/** The first and the last place that one may have; the same where it cannot be mistaken for another. */
export interface RankRange {
  readonly first: number;
  readonly last: number;
}

/** How much two shares may differ by computing alone. */
const tolerance = 1e-12;

/**
 * Ranks what is known between two ends: of those that may be before it, and that must be. Equal spans share a range.
 * @param isAscending whether the smallest is the first.
 * @param groupOf names the group that each is ranked in.
 */
export function spanRanks(
  all: readonly { readonly progress: GoalProgress; readonly span: Span }[],
  isAscending: boolean,
  groupOf: (progress: GoalProgress) => string,
): ReadonlyMap<GoalProgress, RankRange> {
  const ranks = new Map<GoalProgress, RankRange>();
  for (const group of Map.groupBy(all, ({ progress }) => groupOf(progress)).values()) {
    // Turned round, the largest of a descending order is the smallest.
    const spans = group.map(({ span: { lower, upper } }) => (isAscending ? [lower, upper] : [-upper, -lower]));
    const lowers = spans.map(([lower = 0]) => lower).sort((a, b) => a - b);
    const uppers = spans.map(([, upper = 0]) => upper).sort((a, b) => a - b);
    for (const [index, { progress }] of group.entries()) {
      const [lower = 0, upper = 0] = spans[index] ?? [];
      const surelyBefore = countBelow(uppers, lower - tolerance);
      const maybeBefore = countBelow(lowers, upper + tolerance);
      ranks.set(progress, { first: surelyBefore + 1, last: Math.max(maybeBefore, surelyBefore + 1) });
    }
  }
  return ranks;
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
