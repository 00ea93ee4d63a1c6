import { pageSizeOf } from '@hub/kit';
import {
  badUserInput,
  carriedRatio,
  type LikelyRank,
  type Uncertain,
  uncertainNumber,
  uncertainPeople,
  uncertainValue,
} from '@hub/protocol';
import { Area, CommuneType } from '../commune/commune.type.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { groupRanks } from './group-ranks.js';
import { likelyPeople } from './people-figure.js';
import type { GoalProgress } from './goal-progress.type.js';
import type { ProgressChange } from './progress-change.type.js';
import type { ProgressRank, ProgressSubtotal, RankedProgressConnection } from './progress-table.type.js';
import { ValueQueue } from './value-queue.js';

/** The values that communes can be ordered by. */
export enum ProgressOrderField {
  RATIO = 'RATIO',
  PEOPLE = 'PEOPLE',
  GAP_PEOPLE = 'GAP_PEOPLE',
  GAP_POINTS = 'GAP_POINTS',
  CHANGE = 'CHANGE',
  NAME = 'NAME',
}

/** Which way an order runs. */
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

/** How communes are ordered. */
export interface Order {
  readonly field: ProgressOrderField;
  readonly direction: OrderDirection;
}

/** A commune's progress with its rank. */
interface Row {
  readonly progress: GoalProgress;
  readonly rank: ProgressRank | null;
}

/** The value that a commune is ordered by, and the distribution that ranks it; null without a figure. */
interface Value {
  readonly value: number;
  readonly ranked: Uncertain;
}

/** A cursor holds the commune's code alone: the value of the order may not be visible to all callers. */
const cursorOf = (code: string) => Buffer.from(code).toString('base64url');

const valueOf: Record<ProgressOrderField, (progress: GoalProgress, changeOf: ChangeOf) => Value | null> = {
  RATIO: ratioOf,
  PEOPLE: ({ people }) => people && { value: likelyPeople(people), ranked: uncertainPeople(people) },
  GAP_PEOPLE: (progress) => {
    const { target } = progress.goal;
    const gap = (people: number, of: number) => Math.max(0, Math.ceil(target * of - 1e-9) - people);
    return valueOfBoth(progress, progress.gapPeople, gap);
  },
  GAP_POINTS: (progress) => {
    const { target } = progress.goal;
    return valueOfBoth(progress, progress.gapPoints, (people, of) => Math.max(0, target - people / of));
  },
  CHANGE: (progress, changeOf) => {
    const { people, interval } = changeOf(progress);
    return people === null ? null : { value: people, ranked: uncertainNumber(people, interval) };
  },
  NAME: ratioOf,
};

/** Fields of which the largest value is the furthest behind. */
const gaps: readonly ProgressOrderField[] = [ProgressOrderField.GAP_PEOPLE, ProgressOrderField.GAP_POINTS];

/** A progress's ratio; null if it has none. */
export function ratioOf(progress: GoalProgress): Value | null {
  return valueOfBoth(progress, progress.ratio, (people, of) => people / of);
}

/** A value that follows from the people and the denominator. */
function valueOfBoth(
  { people, denominator }: GoalProgress,
  value: number | null,
  of: (people: number, denominator: number) => number,
): Value | null {
  const range = rangeOf(denominator);
  if (value === null || !people || !range) return null;
  return { value, ranked: uncertainValue(uncertainPeople(people), range, of) };
}

/** Computes the change of a progress since the period before. */
export type ChangeOf = (progress: GoalProgress) => Pick<ProgressChange, 'people' | 'interval'>;

/** The arguments of a table. */
export interface TableSlice {
  readonly order: Order;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * Orders and ranks communes, and cuts a page.
 * @param rows in Vietnamese alphabetical order.
 * @param turns the queue through which the communes are returned.
 * @throws GraphQLError `BAD_USER_INPUT` if `after` or `before` is no cursor of the list.
 */
export function progressTable(
  rows: readonly GoalProgress[],
  { order, first, after, last, before }: TableSlice,
  changeOf: ChangeOf,
  turns = new ValueQueue(),
): RankedProgressConnection {
  const ordered = ranked(rows, order, changeOf);
  const begin = after == null ? 0 : positionOf(ordered, after, 'after') + 1;
  const end = before == null ? ordered.length : positionOf(ordered, before, 'before');
  const from = last == null ? begin : Math.max(begin, end - pageSizeOf(last, 'last'));
  const until = last == null ? Math.min(end, from + pageSizeOf(first)) : end;
  const page = ordered.slice(from, Math.max(from, until));
  const cursorAt = (row: Row | undefined) => (row ? cursorOf(row.progress.communeCode) : null);
  return {
    get edges() {
      return turns.each(page, ({ progress, rank }) => ({
        cursor: cursorOf(progress.communeCode),
        node: progress,
        rank,
      }));
    },
    get nodes() {
      return turns.each(page, ({ progress }) => progress);
    },
    pageInfo: {
      hasNextPage: from + page.length < ordered.length,
      hasPreviousPage: from > 0,
      startCursor: cursorAt(page[0]),
      endCursor: cursorAt(page.at(-1)),
    },
    totalCount: ordered.length,
    subtotals: subtotalsOf(rows),
  };
}

function positionOf(ordered: readonly Row[], cursor: string, argument: 'after' | 'before'): number {
  const code = Buffer.from(cursor, 'base64url').toString();
  const position = ordered.findIndex(({ progress }) => progress.communeCode === code);
  if (position >= 0) return position;
  throw badUserInput(`Expected ${argument} to be a cursor of this list, but got ${JSON.stringify(cursor)}.`);
}

function ranked(rows: readonly GoalProgress[], { field, direction }: Order, changeOf: ChangeOf): Row[] {
  const valued = rows.map((progress) => ({ progress, value: valueOf[field](progress, changeOf) }));
  // A list that is ordered by name has ranks by ratio, the largest first.
  const isByName = field === ProgressOrderField.NAME;
  const isAscending = !isByName && direction === OrderDirection.ASC;
  const sign = isAscending ? 1 : -1;
  const known = valued.flatMap(({ progress, value }) =>
    value && !progress.isSmall ? [{ progress, value: value.ranked }] : [],
  );
  const order = { isAscending, isLeastWorst: !gaps.includes(field) };
  const overall = groupRanks(known, order, () => '');
  const withinType = groupRanks(known, order, ({ place }) => place.row.type);
  const withinArea = groupRanks(known, order, ({ place }) => place.row.area ?? '');
  const byValue = valued.toSorted((a, b) =>
    a.value && b.value ? sign * (a.value.value - b.value.value) : Number(a.value === null) - Number(b.value === null),
  );
  const ordered = isByName ? (direction === OrderDirection.ASC ? valued : valued.toReversed()) : byValue;
  return ordered.map(({ progress }) => {
    const [all, ofType, ofArea] = [overall.get(progress), withinType.get(progress), withinArea.get(progress)];
    return { progress, rank: all && ofType && ofArea ? rankOf(all, ofType, ofArea, known.length) : null };
  });
}

function rankOf(all: LikelyRank, ofType: LikelyRank, ofArea: LikelyRank, of: number): ProgressRank {
  return {
    ...{ overallLikely: all.likely, overall: all.first, overallLast: all.last, tier: all.tier },
    ...{ withinTypeLikely: ofType.likely, withinType: ofType.first, withinTypeLast: ofType.last },
    ...{ withinTypeTier: ofType.tier, withinAreaTier: ofArea.tier },
    ...{ withinAreaLikely: ofArea.likely, withinArea: ofArea.first, withinAreaLast: ofArea.last },
    ...{ amongLastTen: all.amongLastTen, of },
  };
}

function subtotalsOf(rows: readonly GoalProgress[]): ProgressSubtotal[] {
  const byType = Map.groupBy(rows, ({ place }) => CommuneType[place.row.type as keyof typeof CommuneType]);
  const byArea = Map.groupBy(rows, ({ place }) => Area[place.row.area as keyof typeof Area]);
  return [
    ...[...byType].map(([type, group]) => ({ type, area: null, ...sumOf(group) })),
    ...[...byArea].map(([area, group]) => ({ type: null, area, ...sumOf(group) })),
  ];
}

function sumOf(group: readonly GoalProgress[]): Omit<ProgressSubtotal, 'type' | 'area'> {
  const known = group.filter(({ people, denominator }) => people !== null && denominator?.value != null);
  const people = known.reduce((sum, { people }) => sum + (people ? likelyPeople(people) : 0), 0);
  const denominator = known.reduce((sum, progress) => sum + (progress.denominator?.value ?? 0), 0);
  const hasFigure = known.length > 0;
  return {
    communes: group.length,
    withFigure: known.length,
    people: hasFigure ? people : null,
    denominator: hasFigure ? denominator : null,
    ratio: denominator > 0 ? carriedRatio(people, denominator) : null,
    isSumOfCommunes: true,
  };
}
