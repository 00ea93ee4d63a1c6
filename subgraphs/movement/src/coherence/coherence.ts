import type { PublishedCount } from '@hub/protocol';
import { BreakdownBy, type Group } from '../progress/breakdown.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { fewestPeople, mostPeople } from '../progress/people-figure.js';

/** What contradicts what. */
export enum CoherenceRule {
  MORE_THAN_IMPLIED = 'MORE_THAN_IMPLIED',
  GROUPS_BELOW_WHOLE = 'GROUPS_BELOW_WHOLE',
  GROUPS_ABOVE_WHOLE = 'GROUPS_ABOVE_WHOLE',
  DENOMINATORS_DIFFER = 'DENOMINATORS_DIFFER',
}

/** A contradiction that is certain: it holds for any numbers within the published ranges. */
export interface Contradiction {
  readonly rule: CoherenceRule;
  /** The fewest people that the figures differ by. */
  readonly people: number;
  /** The kind of groups that do not add up to the whole; null for other rules. */
  readonly by: BreakdownBy | null;
}

/** The contradiction of a goal whose people must all count in another; null if the ranges allow none. */
export function moreThanImplied(narrower: GoalProgress, implied: GoalProgress): Contradiction | null {
  if (!narrower.people || !implied.people) return null;
  const people = fewestPeople(narrower.people) - mostPeople(implied.people);
  return people > 0 ? { rule: CoherenceRule.MORE_THAN_IMPLIED, people, by: null } : null;
}

/**
 * The contradiction of groups, each person in one, with the people of the whole; null if the ranges allow none, or if
 * a group has no range. A person in several regions is in one group of each.
 */
export function groupsAgainstWhole(
  by: BreakdownBy,
  groups: readonly Pick<Group, 'interval'>[],
  { people }: GoalProgress,
): Contradiction | null {
  const ranges = groups.map(({ interval }) => interval);
  if (!people || ranges.length === 0) return null;
  const sum = { fewest: 0, most: 0 };
  for (const range of ranges) {
    if (range === null) return null;
    sum.fewest += range.lower;
    sum.most += range.upper;
  }
  const missing = fewestPeople(people) - sum.most;
  if (missing > 0) return { rule: CoherenceRule.GROUPS_BELOW_WHOLE, people: missing, by };
  const more = sum.fewest - mostPeople(people);
  // A person may be in several communes' figures, so groups of communes may be more than the whole.
  const isOfPeople = by === BreakdownBy.SEX || by === BreakdownBy.AGE_BAND;
  return isOfPeople && more > 0 ? { rule: CoherenceRule.GROUPS_ABOVE_WHOLE, people: more, by } : null;
}

/** The contradiction of the communes' denominators, added up, with the whole's; null if the ranges allow none. */
export function denominatorsAgainstWhole(
  communes: PublishedCount | null,
  whole: PublishedCount | null,
): Contradiction | null {
  if (!communes || !whole) return null;
  const people = Math.max(whole.people - communes.atMost, communes.people - whole.atMost);
  return people > 0 ? { rule: CoherenceRule.DENOMINATORS_DIFFER, people, by: null } : null;
}
