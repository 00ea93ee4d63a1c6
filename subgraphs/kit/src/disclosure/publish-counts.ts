import { countKey } from './count-key.js';
import type {
  AllOf,
  CountBound,
  CountCover,
  CountKey,
  CountStructure,
  PartsOfTotal,
  TrueCount,
} from './people-table.js';
import {
  type Cell,
  type Limit,
  limitsOfTotals,
  onSteps,
  type RisingTotals,
  risingTotals,
  stepsOfTotals,
} from './limits-of-totals.js';
import {
  atOnce,
  fewestBeside,
  nobodyPublished,
  type PublishedCount,
  roundDown,
  slack,
  spareOfTotal,
} from '@hub/protocol';
import { lowerRises, mayBeLowered, mostAfterRise, type Rise } from './rising-counts.js';

/** What was said in an earlier month, since when counts can only have risen. */
export interface Earlier {
  /** The total: all other counts of its measure are parts of it. */
  readonly total: CountKey;
  /** What was said of a count; undefined where nothing was. */
  readonly said: (key: CountKey) => PublishedCount | undefined;
}

/** The counts of a table that belong together, with all that narrows them. */
export interface CountsToPublish extends CountStructure {
  /** The place of totals of all. */
  readonly rootPlace: string;
  readonly counts: readonly TrueCount[];
  readonly parts?: readonly PartsOfTotal[];
  /**
   * Which totals have people beside their parts, of whom nothing is published by themselves. Such a total is at least the sum
   * of its parts, and may be more by any number.
   */
  readonly openTotals?: (total: CountKey) => boolean;
  readonly bounds?: readonly CountBound[];
  readonly covers?: readonly CountCover[];
  readonly earlier?: readonly Earlier[];
}

/** A key without what else stands beside it: a count that is published has its true number nowhere. */
function keyAlone({ measure, subject, place, month }: CountKey): CountKey {
  return { measure, subject, place, month };
}

/**
 * Decides what is published of the counts of a table: each rounded down to ten, and lowered where it would narrow another
 * (`docs/decisions/disclosure.md`). What it lowers by follows from published numbers alone.
 * @returns by `countKey`, in the order of the counts.
 */
export function publishCounts(table: CountsToPublish): CountsPublished {
  return atOnce(publishing(table));
}

/** What is published of the counts of a table, by `countKey`. */
export type CountsPublished = Map<string, PublishedCount & { readonly key: CountKey }>;

/** The same, step by step: none takes longer than a millisecond or two. */
export function* publishing(table: CountsToPublish): Generator<void, CountsPublished> {
  const cells = new Map(
    [...nobodyIn(table), ...table.counts].map((count): [string, Cell] => [
      countKey(count),
      { key: keyAlone(count), people: roundDown(count.people), atMost: Number.POSITIVE_INFINITY },
    ]),
  );
  yield;
  const totals = yield* risingTotals(table, cells);
  const ofTotals = yield* limitsOfTotals(table, cells);
  const limits: Limit[] = [];
  for (const some of [
    ofTotals,
    limitsOfCovers(table, cells),
    limitsOfParts(table, cells),
    limitsOfBounds(table, cells),
  ]) {
    for (const { cell, cap, most } of some) {
      limits.push({ cell, cap: () => onSteps(cell, Math.max(0, cap()), totals), most });
    }
    yield;
  }
  const groups = allOfGroups(table.allOf, cells);
  yield;
  const rises = yield* risesIn(table, cells);
  const steps = stepsOfTotals(totals);
  for (let hasChanged = true; hasChanged;) {
    hasChanged = [...limits, ...steps].map(lower).includes(true);
    yield;
    for (const group of groups) if (lowerEach(group, totals)) hasChanged = true;
    for (const rise of rises) {
      if (lowerRises(rise)) hasChanged = true;
      yield;
    }
  }
  yield* findMost({ cells, limits, groups, rises, steps, totals });
  return cells;
}

/** The counts that something narrows, as nobody's: a count of nobody must look as one of few does. */
function nobodyIn({ counts, parts = [], bounds = [], allOf }: CountsToPublish): TrueCount[] {
  const met = counts.flatMap((count) =>
    count.measure === allOf?.everybody ? [...allOf.each, allOf.all].map((measure) => ({ ...count, measure })) : [],
  );
  return [...parts, ...bounds, ...met].map((key) => ({ ...key, people: 0 }));
}

function lower({ cell, cap }: Limit): boolean {
  const most = cap();
  if (cell.people <= most) return false;
  cell.people = most;
  return true;
}

/** A count says no more than that some of those that cover it are not at their least. */
function limitsOfCovers({ covers = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  return covers.flatMap((cover): Limit[] => {
    const cell = cells.get(countKey(cover));
    return cell ? [{ cell, cap: () => cover.people + spareOfTotal(cover.number), most: () => cover.atMost }] : [];
  });
}

/** What earlier months say of totals and their parts; parts are in the order of their places. */
function* risesIn({ earlier = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Generator<void, Rise<Cell>[]> {
  const inOrder = [...cells.values()].sort((a, b) => (a.key.place < b.key.place ? -1 : 1));
  const rises: Rise<Cell>[] = [];
  for (const { total, said } of earlier) {
    yield;
    const after = cells.get(countKey(total));
    if (!after) continue;
    const rising = (cell: Cell) => ({ before: said(cell.key) ?? nobodyPublished, after: cell });
    const parts = inOrder.filter((cell) => cell !== after && cell.key.measure === total.measure);
    rises.push({ total: rising(after), parts: parts.map(rising) });
  }
  return rises;
}

/** A part says no more than its whole. */
function limitsOfParts({ nested = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  const wholesOf = Map.groupBy(nested, ([, part]) => part);
  return [...cells.values()].flatMap((cell) =>
    (wholesOf.get(cell.key.measure) ?? []).flatMap(([measure]): Limit[] => {
      const whole = cells.get(countKey({ ...cell.key, measure }));
      return whole ? [{ cell, cap: () => whole.people, most: () => whole.atMost }] : [];
    }),
  );
}

/** A count never says that it is near the public number that bounds it. */
function limitsOfBounds({ bounds = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  return bounds.flatMap((key): Limit[] => {
    const cell = cells.get(countKey(key));
    return cell ? [{ cell, cap: () => fewestBeside(key.bound), most: () => key.bound }] : [];
  });
}

/** Counts of one subject, place and month, as `AllOf` has them. */
interface AllOfGroup {
  readonly everybody: Cell;
  readonly all: Cell | undefined;
  /** Those that anybody is in. */
  readonly each: readonly Cell[];
  /** How many there are. */
  readonly number: number;
}

function allOfGroups(allOf: AllOf | undefined, cells: ReadonlyMap<string, Cell>): AllOfGroup[] {
  if (!allOf) return [];
  return [...cells.values()].flatMap((everybody): AllOfGroup[] => {
    if (everybody.key.measure !== allOf.everybody) return [];
    const of = (measure: string) => cells.get(countKey({ ...everybody.key, measure }));
    const each = allOf.each.toSorted().flatMap((measure) => of(measure) ?? []);
    return [{ everybody, all: of(allOf.all), each, number: allOf.each.length }];
  });
}

/**
 * Of each of `number` things somebody may miss it: `Σ each ≤ all + (number − 1) × everybody`. The counts of each are
 * lowered, in the order of their names, until that holds with as much to spare as all others may hide.
 */
function lowerEach({ everybody, all, each, number }: AllOfGroup, totals: RisingTotals): boolean {
  let left = (all?.people ?? 0) + (number - 1) * everybody.people + slack - sumOf(each);
  let hasChanged = false;
  for (const cell of each) {
    if (left >= 0) break;
    const lowered = onSteps(cell, Math.max(0, cell.people + left), totals);
    left += cell.people - lowered;
    hasChanged ||= lowered < cell.people;
    cell.people = lowered;
  }
  return hasChanged;
}

function sumOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { people }) => sum + people, 0);
}

/** The counts of a table, and what may have lowered them. */
interface Found {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly limits: readonly Limit[];
  readonly groups: readonly AllOfGroup[];
  readonly rises: readonly Rise<Cell>[];
  readonly steps: readonly Limit[];
  readonly totals: RisingTotals;
}

/** Finds the most that each count can be: ten numbers where nothing lowered it, and more where something may have. */
function* findMost({ cells, limits, groups, rises, steps, totals }: Found): Generator<void, void> {
  const ofRises = rises.flatMap((rise) =>
    rise.parts.map((part) => ({ cell: part.after, most: () => mostAfterRise(rise, part) })),
  );
  yield;
  const lowered = new Set(limits.filter(({ cell, cap }) => cell.people === cap()).map(({ cell }) => cell));
  for (const { everybody, all, each, number } of groups) {
    const left = (all?.people ?? 0) + (number - 1) * everybody.people + slack - sumOf(each);
    // One after another was lowered, each to nothing before the next.
    for (const cell of each) {
      if (onSteps(cell, cell.people + left, totals) > cell.people) break;
      lowered.add(cell);
      if (cell.people > 0) break;
    }
  }
  for (const rise of rises) {
    for (const cell of mayBeLowered(rise)) lowered.add(cell);
    yield;
  }
  for (const cell of cells.values()) if (!lowered.has(cell)) cell.atMost = cell.people + slack;
  for (const { cell, most } of steps) if (!lowered.has(cell)) cell.atMost = most();
  // What was not lowered is said as it is: only the others are looked at again and again.
  const open = [...limits, ...ofRises].filter(({ cell }) => lowered.has(cell));
  for (let hasChanged = true; hasChanged;) {
    yield;
    hasChanged = false;
    for (const { cell, most } of open) {
      if (most() >= cell.atMost) continue;
      cell.atMost = most();
      hasChanged = true;
    }
  }
}
