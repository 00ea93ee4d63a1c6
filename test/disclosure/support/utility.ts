import type { Shown } from './rules/rule.js';
import type { CellId, World } from './structure.js';
import { lastMonth } from './truth/releases.js';

/** The cost of a rule for readers of the figures: shares from 0 to 1. */
export interface Utility {
  /** Of the communes' cells to date that hold anybody, those withheld, or more than ten away from the truth. */
  readonly cells: number;
  /** Of the people in these cells, those in such cells. */
  readonly people: number;
  /** The largest error of a province's figure to date, of as many people as ten values are little of; 1 where one is withheld. */
  readonly province: number;
}

/** Nineteen are 0.5 % of so many people: of fewer, the twenty values of a province's number are not all within that. */
const fewestInProvince = 3800;

/** Measures the newest figures of all releases. */
export function utilityOf({ structure, truth }: World, shown: Shown): Utility {
  const cells = [...structure.cells].filter((cell) => cell.startsWith('release: ') && cell.endsWith(` ${lastMonth}`));
  const isProvince = (cell: CellId) => cell.includes('|38 ');
  const people = (cell: CellId) => truth.get(cell) ?? 0;
  const errorOf = (cell: CellId) => {
    const value = shown.get(cell);
    return typeof value === 'number' ? Math.abs(value - people(cell)) : Number.POSITIVE_INFINITY;
  };
  const communes = cells.filter((cell) => !isProvince(cell) && people(cell) > 0);
  const lost = communes.filter((cell) => errorOf(cell) > 10);
  const sum = (of: readonly CellId[]) => of.reduce((total, cell) => total + people(cell), 0);
  const large = cells.filter((cell) => isProvince(cell) && people(cell) >= fewestInProvince);
  const errors = large.map((cell) => Math.min(1, errorOf(cell) / people(cell)));
  return { cells: lost.length / communes.length, people: sum(lost) / sum(communes), province: Math.max(...errors) };
}
