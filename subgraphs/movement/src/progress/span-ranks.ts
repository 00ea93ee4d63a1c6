import { type RankRange, rankRanges, type Span } from '@hub/protocol';
import type { GoalProgress } from './goal-progress.type.js';

export type { Span } from '@hub/protocol';

/**
 * Ranks what is known between two ends, within groups: see `rankRanges`.
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
    const ranges = rankRanges(
      group.map(({ span }) => span),
      isAscending,
    );
    for (const [index, range] of ranges.entries()) {
      const { progress } = group[index] ?? {};
      if (progress) ranks.set(progress, range);
    }
  }
  return ranks;
}
