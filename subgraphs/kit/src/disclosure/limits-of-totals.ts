import { countKey } from './count-key.js';
import type { CountKey } from './people-table.js';
import { mostOfTotal, roundDown, roundDownTotal, slack, spareOfTotal } from '@hub/protocol';
import type { CountsToPublish } from './publish-counts.js';

/** A count before it is published. */
export interface Cell {
  readonly key: CountKey;
  people: number;
  atMost: number;
}

/** A limit on a count's published value, and a limit on its true value, both from other published values. */
export interface Limit {
  readonly cell: Cell;
  readonly cap: () => number;
  readonly most: () => number;
}

/** After how many counts other work may run. */
const countsOfStep = 500;

/** The parts of each total, by its key. */
function* partsOfTotals(
  { totalsOf, rootPlace, parts = [] }: Pick<CountsToPublish, 'totalsOf' | 'rootPlace' | 'parts'>,
  cells: ReadonlyMap<string, Cell>,
): Generator<void, Map<string, Cell[]>> {
  if (!totalsOf) return new Map();
  let steps = 0;
  const partsOf = new Map<string, Cell[]>(parts.map((total) => [countKey(total), []]));
  for (const cell of cells.values()) {
    if ((steps += 1) % countsOfStep === 0) yield;
    for (const total of totalsOf(cell.key, rootPlace)) {
      const ofTotal = partsOf.get(countKey(total));
      if (ofTotal) ofTotal.push(cell);
      else partsOf.set(countKey(total), [cell]);
    }
  }
  return partsOf;
}

/**
 * Limits each total by the published values of its parts: a total shows at most that some parts are above their lower
 * values. A total with people outside its parts (`openTotals`) needs no limit, because readers cannot compare it with
 * the parts.
 */
export function* limitsOfTotals(
  { counts, totalsOf, rootPlace, parts = [], openTotals }: CountsToPublish,
  cells: ReadonlyMap<string, Cell>,
): Generator<void, Limit[]> {
  const partsOf = yield* partsOfTotals({ totalsOf, rootPlace, parts }, cells);
  yield;
  const numbers = new Map(parts.map((total) => [countKey(total), total.parts]));
  const counted = new Set(counts.filter(({ people }) => people > 0).map(countKey));
  const limits: Limit[] = [];
  for (const [key, ofTotal] of partsOf) {
    const cell = cells.get(key);
    if (!cell || openTotals?.(cell.key)) continue;
    yield;
    const withSomebody = ofTotal.filter((part) => counted.has(countKey(part.key))).length;
    const number = Math.max(withSomebody, numbers.get(key) ?? 0);
    const sum = (value: (part: Cell) => number) => ofTotal.reduce((total, part) => total + value(part), 0);
    limits.push({
      cell,
      cap: () => sum(({ people }) => people) + spareOfTotal(number),
      most: () => sum(({ atMost }) => atMost) + slack * Math.max(0, number - ofTotal.length),
    });
  }
  return limits;
}

/** The totals of counts that only rise, by count. */
export type RisingTotals = ReadonlyMap<Cell, RisingTotal>;

interface RisingTotal {
  /** The true number, rounded down to a step of totals. */
  readonly own: number;
  /** The sum of its parts' published values. */
  readonly ofParts: () => number;
}

/** The totals of counts that only rise. */
export function* risingTotals(
  { counts, rising, ...table }: CountsToPublish,
  cells: ReadonlyMap<string, Cell>,
): Generator<void, RisingTotals> {
  if (!rising) return new Map();
  const partsOf = yield* partsOfTotals(table, cells);
  const people = new Map(counts.map((count) => [countKey(count), count.people]));
  return new Map(
    [...cells].flatMap(([key, cell]): (readonly [Cell, RisingTotal])[] => {
      if (!rising(cell.key, table.rootPlace)) return [];
      const parts = partsOf.get(key) ?? [];
      const ofParts = () => parts.reduce((total, part) => total + part.people, 0);
      return [[cell, { own: roundDownTotal(people.get(key) ?? 0), ofParts }]];
    }),
  );
}

/** A total of counts that only rise is published in larger steps, and never below the sum of its parts. */
export function stepsOfTotals(totals: RisingTotals): Limit[] {
  return [...totals].map(([cell, { own, ofParts }]) => ({
    cell,
    cap: () => Math.max(own, ofParts()),
    most: () => mostOfTotal(cell.people),
  }));
}

/**
 * The published value of a count under a limit. A total with larger steps stays on a step, or at the sum of its parts:
 * a value between two steps would show that it was lowered from the next step.
 */
export function onSteps(cell: Cell, most: number, totals: RisingTotals): number {
  const ofParts = totals.get(cell)?.ofParts();
  return ofParts === undefined || most < ofParts ? roundDown(most) : Math.max(ofParts, roundDownTotal(most));
}
