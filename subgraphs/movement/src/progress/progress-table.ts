import { badUserInput, pageSizeOf } from '@hub/kit';
import { Area, CommuneType } from '../commune/commune.type.js';
import { likelyPeople } from './people-figure.js';
import type { GoalProgress } from './goal-progress.type.js';
import type { ProgressRank, ProgressSubtotal, RankedProgressConnection } from './progress-table.type.js';
import { Turns } from './turns.js';

/** What communes are ordered by. */
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

/** A commune with what it is ordered by. */
interface Row {
  readonly progress: GoalProgress;
  /** Null without a figure. */
  readonly value: number | null;
  readonly rank: ProgressRank | null;
}

/** A cursor holds the commune's code alone: what it is ordered by may be told to some only. */
const cursorOf = (code: string) => Buffer.from(code).toString('base64url');

const valueOf: Record<ProgressOrderField, (progress: GoalProgress, changeOf: ChangeOf) => number | null> = {
  RATIO: ({ ratio }) => ratio,
  PEOPLE: ({ people }) => people && likelyPeople(people),
  GAP_PEOPLE: ({ gapPeople }) => gapPeople,
  GAP_POINTS: ({ gapPoints }) => gapPoints,
  CHANGE: (progress, changeOf) => changeOf(progress),
  NAME: ({ ratio }) => ratio,
};

/** Tells how many people more a progress has than in the period before. */
export type ChangeOf = (progress: GoalProgress) => number | null;

/** What of a table is asked for. */
export interface TableSlice {
  readonly order: Order;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/**
 * Orders and ranks communes, and cuts a page.
 * @param rows in Vietnamese alphabetical order.
 * @param turns in which the communes are handed out.
 * @throws GraphQLError `BAD_USER_INPUT` where `after` is no cursor of the list.
 */
export function progressTable(
  rows: readonly GoalProgress[],
  { order, first, after }: TableSlice,
  changeOf: ChangeOf,
  turns = new Turns(),
): RankedProgressConnection {
  const ordered = ranked(rows, order, changeOf);
  const from = after == null ? 0 : positionAfter(ordered, after);
  const page = ordered.slice(from, from + pageSizeOf(first));
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

function positionAfter(ordered: readonly Row[], after: string): number {
  const code = Buffer.from(after, 'base64url').toString();
  const position = ordered.findIndex(({ progress }) => progress.communeCode === code);
  if (position >= 0) return position + 1;
  throw badUserInput(`Expected after to be a cursor of this list, but got ${JSON.stringify(after)}.`);
}

function ranked(rows: readonly GoalProgress[], { field, direction }: Order, changeOf: ChangeOf): Row[] {
  const valued = rows.map((progress) => ({ progress, value: valueOf[field](progress, changeOf) }));
  // What is ordered by name is ranked by ratio, the largest first.
  const sign = (field === ProgressOrderField.NAME ? OrderDirection.DESC : direction) === OrderDirection.ASC ? 1 : -1;
  const byValue = valued.toSorted((a, b) =>
    a.value === null || b.value === null
      ? Number(a.value === null) - Number(b.value === null)
      : sign * (a.value - b.value),
  );
  const overall = ranksOf(byValue, () => '');
  const withinType = ranksOf(byValue, ({ place }) => place.row.type);
  const withinArea = ranksOf(byValue, ({ place }) => place.row.area ?? '');
  const rankOf = (progress: GoalProgress): ProgressRank | null => {
    const rank = overall.get(progress);
    return rank === undefined
      ? null
      : { overall: rank, withinType: withinType.get(progress) ?? 1, withinArea: withinArea.get(progress) ?? 1 };
  };
  const isByName = field === ProgressOrderField.NAME;
  const ordered = isByName ? (direction === OrderDirection.ASC ? valued : valued.toReversed()) : byValue;
  return ordered.map((row) => ({ ...row, rank: rankOf(row.progress) }));
}

/** Ranks by group: equal values share the rank of the first of them. */
function ranksOf(
  byValue: readonly { readonly progress: GoalProgress; readonly value: number | null }[],
  groupOf: (progress: GoalProgress) => string,
): Map<GoalProgress, number> {
  const groups = new Map<string, { count: number; rank: number; value: number | undefined }>();
  const ranks = new Map<GoalProgress, number>();
  for (const { progress, value } of byValue) {
    if (value === null) continue;
    const group = groups.get(groupOf(progress)) ?? { count: 0, rank: 0, value: undefined };
    group.count += 1;
    if (group.value !== value) group.rank = group.count;
    group.value = value;
    groups.set(groupOf(progress), group);
    ranks.set(progress, group.rank);
  }
  return ranks;
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
  const people = known.reduce((sum, progress) => sum + (progress.people?.lower ?? 0), 0);
  const denominator = known.reduce((sum, progress) => sum + (progress.denominator?.value ?? 0), 0);
  const hasFigure = known.length > 0;
  return {
    communes: group.length,
    withFigure: known.length,
    people: hasFigure ? people : null,
    denominator: hasFigure ? denominator : null,
    ratio: denominator > 0 ? people / denominator : null,
    isSumOfCommunes: true,
  };
}
