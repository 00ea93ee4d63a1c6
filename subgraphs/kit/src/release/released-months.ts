import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Cell, digestOf, zeroPublished, type PublishedCount } from '@hub/protocol';
import { placeOf } from '../disclosure/covers-of-cells.js';
import {
  type KnownOfCells,
  monthsOf,
  type MonthPublished,
  type MonthToPublish,
  monthToPublish,
  publishingMonth,
  risenSince,
  type SaidInMonth,
} from '../disclosure/published-cells.js';
import { inTurns } from '../database/in-turns.js';
import { TimeSlice } from '../database/time-slice.js';
import type { LedgerCell } from '../ledger/ledger-cells.js';

/**
 * The version of the rules for deciding cells: raise it with every change of the rules, so that no earlier decision is
 * reused.
 */
const rules = 2;

/** The decision on a goal's month. */
export interface ReleasedMonth {
  readonly goal: string;
  readonly month: string;
  /** The digest of every input, except the published figures. */
  readonly inputs: string;
  /** The digest of the resulting cells. */
  readonly cells: string;
  /** Whether no published figure limited them. */
  readonly isFree: boolean;
  /** The upper values of the places without a cell, where they differ from an empty count's; by `placeOf`. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** Reads the last decisions on a goal's months, by month. */
export async function releasedMonths(em: SqlEntityManager, goal: string): Promise<ReadonlyMap<string, ReleasedMonth>> {
  const rows: ReleasedMonth[] = await em.execute(
    `select goal_code as goal, month, inputs, cells, is_free as "isFree", left_out as "leftOut"
     from released_month where goal_code = ?`,
    [goal],
  );
  return new Map(rows.map((row) => [row.month, row]));
}

/** Stores decisions on months, in place of the earlier ones. */
export async function keepMonths(em: SqlEntityManager, months: readonly ReleasedMonth[]): Promise<void> {
  await em.execute(
    `insert into released_month (goal_code, month, inputs, cells, is_free, left_out)
     select goal, month, inputs, cells, "isFree", "leftOut" from json_to_recordset(?::json)
       as n(goal text, month text, inputs text, cells text, "isFree" boolean, "leftOut" json)
     on conflict (goal_code, month) do update set inputs = excluded.inputs, cells = excluded.cells,
       is_free = excluded.is_free, left_out = excluded.left_out`,
    [JSON.stringify(months)],
  );
}

/** A goal in the former release. */
export interface FormerMonths {
  /** The decisions on its months; empty where every month is to be decided again. */
  readonly months: ReadonlyMap<string, ReleasedMonth>;
  readonly cells: readonly Cell[];
}

/** The published values of a goal. */
export interface GoalPublished {
  readonly cells: readonly Cell[];
  /** The months that were decided in this run. */
  readonly decided: readonly ReleasedMonth[];
}

/**
 * Decides the published values of a goal's figures like `publishedCells`, month by month; an unchanged month keeps the
 * former release's values. Other work runs in between.
 */
export async function publishGoal(
  ledger: readonly LedgerCell[],
  known: KnownOfCells,
  former: FormerMonths,
): Promise<GoalPublished> {
  const formerCells = Map.groupBy(former.cells, ([, , , month]) => month);
  const earlier: (SaidInMonth & { readonly digest: string })[] = [];
  const cells: Cell[] = [];
  const decided: ReleasedMonth[] = [];
  const slice = new TimeSlice();
  for (const [month, ofMonth] of monthsOf(ledger)) {
    if (slice.isOver) await slice.next();
    const asked = monthToPublish(month, ofMonth, known);
    if (slice.isOver) await slice.next();
    const since = risenSince(asked, earlier) as typeof earlier;
    const inputs = digestOf(JSON.stringify([rules, textOf(asked), since.map(({ digest }) => digest)]));
    if (slice.isOver) await slice.next();
    const kept = former.months.get(month);
    const taken = kept?.inputs === inputs ? takenOver(asked, kept, formerCells.get(month) ?? []) : undefined;
    const made = taken ?? (await inTurns(publishingMonth(asked, earlier)));
    for (const cell of made.cells) cells.push(cell);
    earlier.push({ ...made.said, digest: digestOf(JSON.stringify([...made.said.people].sort(byName))) });
    if (!taken) decided.push(decidedMonth(asked, inputs, made));
  }
  return { cells, decided };
}

/** Every input of a month's decision, except the months before and the published figures, as a text. */
function textOf({ goal, month, rising, areOfParts, table }: MonthToPublish): unknown {
  const { rootPlace, counts, parts = [], bounds = [], covers = [] } = table;
  const row = ({ measure, place, ...numbers }: { readonly measure: string; readonly place: string }) =>
    JSON.stringify([measure, place, Object.values(numbers)]);
  return [
    goal,
    month,
    rising,
    areOfParts,
    rootPlace,
    ...[counts, parts, bounds, covers].map((all) => all.map(row).sort()),
  ];
}

/**
 * The former release's values of a month, where its inputs are the same; undefined where they differ, or where
 * published figures may have limited a cell, then or now.
 */
function takenOver(asked: MonthToPublish, kept: ReleasedMonth, former: readonly Cell[]): MonthPublished | undefined {
  if (!kept.isFree || kept.cells !== digestOfCells(former)) return undefined;
  const byPlace = new Map(former.map((cell) => [placeOf({ code: cell[1], from: cell[2] }), cell]));
  const saidOf = (place: string): PublishedCount => {
    const cell = byPlace.get(place);
    const { people, atMost } = zeroPublished;
    return cell ? { people: cell[4], atMost: cell[5] } : { people, atMost: kept.leftOut[place] ?? atMost };
  };
  const { month, rising } = asked;
  const people = new Map(asked.cells.map((cell) => [placeOf(cell), saidOf(placeOf(cell))]));
  const made = { cells: former, said: { month, rising, people } };
  return isFree(asked, made) ? made : undefined;
}

/** Whether every published figure is larger than the cells that it covers can be. */
function isFree({ figures }: MonthToPublish, { said }: MonthPublished): boolean {
  return figures.every(({ place, people }) => people > (said.people.get(place)?.atMost ?? 0));
}

function decidedMonth(asked: MonthToPublish, inputs: string, made: MonthPublished): ReleasedMonth {
  const inCells = new Set(made.cells.map(([, code, from]) => placeOf({ code, from })));
  const leftOut = [...made.said.people].filter(
    ([place, { atMost }]) => !inCells.has(place) && atMost !== zeroPublished.atMost,
  );
  return {
    ...{ goal: asked.goal, month: asked.month, inputs },
    cells: digestOfCells(made.cells),
    isFree: isFree(asked, made),
    leftOut: Object.fromEntries(leftOut.map(([place, { atMost }]) => [place, atMost])),
  };
}

function digestOfCells(cells: readonly Cell[]): string {
  return digestOf(JSON.stringify(cells.map((cell) => cell.join()).sort()));
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
