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
  zeroPublished,
  type PublishedCount,
  roundDown,
  slack,
  spareOfTotal,
} from '@hub/protocol';
import { lowerRises, mayBeLowered, mostAfterRise, type Rise } from './rising-counts.js';

/** The published values of an earlier month, since which the counts can only have risen. */
export interface Earlier {
  /** The total: all other counts of its measure are parts of it. */
  readonly total: CountKey;
  /** The earlier published value of a count; undefined where there was none. */
  readonly said: (key: CountKey) => PublishedCount | undefined;
}

/** The counts of a table that depend on one another, with every published number that limits them. */
export interface CountsToPublish extends CountStructure {
  /** The place of the totals. */
  readonly rootPlace: string;
  readonly counts: readonly TrueCount[];
  readonly parts?: readonly PartsOfTotal[];
  /**
   * The totals with people outside their parts, whose numbers are not published separately. Such a total is at least
   * the sum of its parts, and may be larger by any number.
   */
  readonly openTotals?: (total: CountKey) => boolean;
  readonly bounds?: readonly CountBound[];
  readonly covers?: readonly CountCover[];
  readonly earlier?: readonly Earlier[];
}

/** A key without further properties: the result must not hold the true number of a published count. */
function keyAlone({ measure, subject, place, month }: CountKey): CountKey {
  return { measure, subject, place, month };
}

/**
 * Decides the published values of a table's counts: each rounded down to ten, and lowered where it would narrow another
 * (`docs/decisions/disclosure.md`). The lowering depends on published numbers alone.
 * @returns by `countKey`, in the order of the counts.
 */
export function publishCounts(table: CountsToPublish): CountsPublished {
  return atOnce(publishing(table));
}

/** The published values of a table's counts, by `countKey`. */
export type CountsPublished = Map<string, PublishedCount & { readonly key: CountKey }>;

/** Does the same as `publishCounts`, in steps of at most a millisecond or two. */
export function* publishing(table: CountsToPublish): Generator<void, CountsPublished> {
  const cells = new Map(
    [...zeroCounts(table), ...table.counts].map((count): [string, Cell] => [
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

/** The counts that a published number limits, as empty counts: an empty count must look like a small one. */
function zeroCounts({ counts, parts = [], bounds = [], allOf }: CountsToPublish): TrueCount[] {
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

/** A count says at most that some of its covering counts are above their lower values. */
function limitsOfCovers({ covers = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  return covers.flatMap((cover): Limit[] => {
    const cell = cells.get(countKey(cover));
    return cell ? [{ cell, cap: () => cover.people + spareOfTotal(cover.number), most: () => cover.atMost }] : [];
  });
}

/** The limits from earlier months on totals and their parts; parts are in the order of their places. */
function* risesIn({ earlier = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Generator<void, Rise<Cell>[]> {
  const inOrder = [...cells.values()].sort((a, b) => (a.key.place < b.key.place ? -1 : 1));
  const rises: Rise<Cell>[] = [];
  for (const { total, said } of earlier) {
    yield;
    const after = cells.get(countKey(total));
    if (!after) continue;
    const rising = (cell: Cell) => ({ before: said(cell.key) ?? zeroPublished, after: cell });
    const parts = inOrder.filter((cell) => cell !== after && cell.key.measure === total.measure);
    rises.push({ total: rising(after), parts: parts.map(rising) });
  }
  return rises;
}

/** A part says at most as much as its whole, because its people are in the whole. */
function limitsOfParts({ nested = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  const wholesOf = Map.groupBy(nested, ([, part]) => part);
  return [...cells.values()].flatMap((cell) =>
    (wholesOf.get(cell.key.measure) ?? []).flatMap(([measure]): Limit[] => {
      const whole = cells.get(countKey({ ...cell.key, measure }));
      return whole ? [{ cell, cap: () => whole.people, most: () => whole.atMost }] : [];
    }),
  );
}

/** A count never shows that it is near its public upper bound. */
function limitsOfBounds({ bounds = [] }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  return bounds.flatMap((key): Limit[] => {
    const cell = cells.get(countKey(key));
    return cell ? [{ cell, cap: () => fewestBeside(key.bound), most: () => key.bound }] : [];
  });
}

/** Counts of one subject, place and month for `AllOf`. */
interface AllOfGroup {
  readonly everybody: Cell;
  readonly all: Cell | undefined;
  /** The counts that are not empty. */
  readonly each: readonly Cell[];
  /** The number of conditions. */
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
 * For each of `number` conditions, some people may miss it: `Σ each ≤ all + (number − 1) × everybody`. The counts of
 * each are lowered, in the order of their names, until that holds with a margin as large as all other counts may hide.
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

/** The counts of a table, and the rules that may have lowered them. */
interface Found {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly limits: readonly Limit[];
  readonly groups: readonly AllOfGroup[];
  readonly rises: readonly Rise<Cell>[];
  readonly steps: readonly Limit[];
  readonly totals: RisingTotals;
}

/**
 * Finds the largest value that each count can have: ten numbers where no rule lowered it, and more where a rule may
 * have.
 */
function* findMost({ cells, limits, groups, rises, steps, totals }: Found): Generator<void, void> {
  const ofRises = rises.flatMap((rise) =>
    rise.parts.map((part) => ({ cell: part.after, most: () => mostAfterRise(rise, part) })),
  );
  yield;
  const lowered = new Set(limits.filter(({ cell, cap }) => cell.people === cap()).map(({ cell }) => cell));
  for (const { everybody, all, each, number } of groups) {
    const left = (all?.people ?? 0) + (number - 1) * everybody.people + slack - sumOf(each);
    // Each was lowered to zero before the next one.
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
  // A count that was not lowered keeps its range; only the others are computed repeatedly.
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
