import { pageSizeOf } from '@hub/kit';
import { badUserInput, carriedRatio } from '@hub/protocol';
import { Area, CommuneType } from '../commune/commune.type.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { fewestPeople, likelyPeople, mostPeople } from './people-figure.js';
import type { GoalProgress } from './goal-progress.type.js';
import type { ProgressChange } from './progress-change.type.js';
import type { ProgressRank, ProgressSubtotal, RankedProgressConnection } from './progress-table.type.js';
import { endsOf } from './progress.js';
import { type Span, spanRanks } from './span-ranks.js';
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

/** The value that a commune is ordered by, and the ends of its range; null without a figure. */
interface Value extends Span {
  readonly value: number;
}

/** A cursor holds the commune's code alone: the value of the order may not be visible to all callers. */
const cursorOf = (code: string) => Buffer.from(code).toString('base64url');

const valueOf: Record<ProgressOrderField, (progress: GoalProgress, changeOf: ChangeOf) => Value | null> = {
  RATIO: ratioOf,
  PEOPLE: ({ people }) =>
    people && { value: likelyPeople(people), lower: fewestPeople(people), upper: mostPeople(people) },
  GAP_PEOPLE: (progress) => gapOf(progress, 'gapPeople'),
  GAP_POINTS: (progress) => gapOf(progress, 'gapPoints'),
  CHANGE: (progress, changeOf) => {
    const { people, interval } = changeOf(progress);
    if (people === null) return null;
    return { value: people, ...(interval ?? { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }) };
  },
  NAME: ratioOf,
};

/** A progress's ratio, and its ends; null if it has none. */
export function ratioOf({ ratio, people, denominator }: GoalProgress): Value | null {
  const range = rangeOf(denominator);
  if (ratio === null || !people || !range) return null;
  return { value: ratio, lower: fewestPeople(people) / range.atMost, upper: mostPeople(people) / range.people };
}

function gapOf(progress: GoalProgress, key: 'gapPeople' | 'gapPoints'): Value | null {
  const { goal, people, denominator, completeThrough: on } = progress;
  const ends = endsOf({ goal, people, denominator: rangeOf(denominator), on });
  const [value, upper, lower] = [progress[key], ends?.least[key], ends?.most[key]];
  return value === null || upper == null ? null : { value, lower: lower ?? 0, upper };
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
  const valued = rows.map((progress) => ({ progress, span: valueOf[field](progress, changeOf) }));
  // A list that is ordered by name has ranks by ratio, the largest first.
  const isAscending = field !== ProgressOrderField.NAME && direction === OrderDirection.ASC;
  const sign = isAscending ? 1 : -1;
  const known = valued.flatMap(({ progress, span }) => (span && !progress.isSmall ? [{ progress, span }] : []));
  const overall = spanRanks(known, isAscending, () => '');
  const withinType = spanRanks(known, isAscending, ({ place }) => place.row.type);
  const withinArea = spanRanks(known, isAscending, ({ place }) => place.row.area ?? '');
  const rankOf = (progress: GoalProgress): ProgressRank | null => {
    const [all, ofType, ofArea] = [overall.get(progress), withinType.get(progress), withinArea.get(progress)];
    if (!all || !ofType || !ofArea) return null;
    return {
      ...{ overall: all.first, overallLast: all.last },
      ...{ withinType: ofType.first, withinTypeLast: ofType.last },
      ...{ withinArea: ofArea.first, withinAreaLast: ofArea.last },
    };
  };
  const byValue = valued.toSorted((a, b) =>
    a.span && b.span ? sign * (a.span.value - b.span.value) : Number(a.span === null) - Number(b.span === null),
  );
  const isByName = field === ProgressOrderField.NAME;
  const ordered = isByName ? (direction === OrderDirection.ASC ? valued : valued.toReversed()) : byValue;
  return ordered.map(({ progress }) => ({ progress, rank: rankOf(progress) }));
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
