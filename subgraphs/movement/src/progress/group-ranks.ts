import { type LikelyRank, likelyRanks, type RankedOrder, type Uncertain } from '@hub/protocol';
import type { GoalProgress } from './goal-progress.type.js';

/** A progress with the value that it is ranked by. */
export interface Ranked {
  readonly progress: GoalProgress;
  readonly value: Uncertain;
}

/**
 * Ranks values within groups: see `likelyRanks`.
 * @param groupOf names the group that each is ranked in.
 */
export function groupRanks(
  all: readonly Ranked[],
  order: RankedOrder,
  groupOf: (progress: GoalProgress) => string,
): ReadonlyMap<GoalProgress, LikelyRank> {
  const ranks = new Map<GoalProgress, LikelyRank>();
  for (const group of Map.groupBy(all, ({ progress }) => groupOf(progress)).values()) {
    const found = ranksOf(
      group.map(({ value }) => value),
      order,
    );
    for (const [index, rank] of found.entries()) {
      const { progress } = group[index] ?? {};
      if (progress) ranks.set(progress, rank);
    }
  }
  return ranks;
}

/** The ranks of the lists used last, by their values: a list takes 20 ms. */
const known = new Map<string, readonly LikelyRank[]>();

const mostKnown = 200;

function ranksOf(values: readonly Uncertain[], order: RankedOrder): readonly LikelyRank[] {
  const textOf = ({ least, most }: Uncertain) => (least === most ? least.join() : `${least.join()} ${most.join()}`);
  const key = `${order.isAscending} ${order.isLeastWorst} ${values.map(textOf).join(';')}`;
  const found = known.get(key) ?? likelyRanks(values, order);
  // Moves the entry to the end, as the most recently used.
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
  return found;
}
