import { countKey } from './count-key.js';
import type { CountKey } from './people-table.js';
import { mostOfTotal, roundDownTotal, slack, spareOfTotal } from '@hub/protocol';
import type { CountsToPublish } from './publish-counts.js';

/** A count on its way to be published. */
export interface Cell {
  readonly key: CountKey;
  people: number;
  atMost: number;
}

/** The most that a count may say beside what others say, and the most that it can be by what they say. */
export interface Limit {
  readonly cell: Cell;
  readonly cap: () => number;
  readonly most: () => number;
}

/** The parts of each total, by its key. */
function partsOfTotals(
  { totalsOf, rootPlace, parts = [] }: Pick<CountsToPublish, 'totalsOf' | 'rootPlace' | 'parts'>,
  cells: ReadonlyMap<string, Cell>,
): Map<string, Cell[]> {
  if (!totalsOf) return new Map();
  const partsOf = new Map<string, Cell[]>(parts.map((total) => [countKey(total), []]));
  for (const cell of cells.values()) {
    for (const total of totalsOf(cell.key, rootPlace)) {
      const ofTotal = partsOf.get(countKey(total));
      if (ofTotal) ofTotal.push(cell);
      else partsOf.set(countKey(total), [cell]);
    }
  }
  return partsOf;
}

/** A total says no more than that some of its parts are not at their least. */
export function limitsOfTotals(
  { counts, totalsOf, rootPlace, parts = [] }: CountsToPublish,
  cells: ReadonlyMap<string, Cell>,
): Limit[] {
  const partsOf = partsOfTotals({ totalsOf, rootPlace, parts }, cells);
  const numbers = new Map(parts.map((total) => [countKey(total), total.parts]));
  const counted = new Set(counts.filter(({ people }) => people > 0).map(countKey));
  return [...partsOf].flatMap(([key, ofTotal]): Limit[] => {
    const cell = cells.get(key);
    if (!cell) return [];
    const withSomebody = ofTotal.filter((part) => counted.has(countKey(part.key))).length;
    const number = Math.max(withSomebody, numbers.get(key) ?? 0);
    const sum = (value: (part: Cell) => number) => ofTotal.reduce((total, part) => total + value(part), 0);
    return [
      {
        cell,
        cap: () => sum(({ people }) => people) + spareOfTotal(number),
        most: () => sum(({ atMost }) => atMost) + slack * Math.max(0, number - ofTotal.length),
      },
    ];
  });
}

/** A total of counts that can only rise is told in steps of its own, and never less than its parts together. */
export function stepsOfTotal({ counts, rising, ...table }: CountsToPublish, cells: ReadonlyMap<string, Cell>): Limit[] {
  const cell = rising && cells.get(countKey(rising));
  if (!cell) return [];
  const key = countKey(rising);
  const own = roundDownTotal(counts.find((count) => countKey(count) === key)?.people ?? 0);
  const parts = partsOfTotals(table, cells).get(key) ?? [];
  return [
    {
      cell,
      cap: () =>
        Math.max(
          own,
          parts.reduce((sum, { people }) => sum + people, 0),
        ),
      most: () => mostOfTotal(cell.people),
    },
  ];
}
