import { suppressedCells } from '../publishing/suppression.js';
import type { LedgerCell } from './ledger-cells.js';
import type { Cell } from './release-format.js';

/** The place that the hub is of, as the release's own cells name it. */
export interface RootPlace {
  readonly code: string;
  readonly from: string;
}

/**
 * Decides what of a goal's figures may be published: the one way by which counts of people come into a release.
 * @param ledger all that the ledger says of the goal: what may be told of one cell depends on the others.
 * @returns the communes' cells, and the root place's, which have the people of the whole ledger; withheld ones without counts.
 */
export function publishedCells(ledger: readonly LedgerCell[], root: RootPlace): Cell[] {
  return [...Map.groupBy(ledger, ({ month }) => month)].flatMap(([month, cells]) => publishedMonth(month, cells, root));
}

function publishedMonth(month: string, cells: readonly LedgerCell[], root: RootPlace): Cell[] {
  const communes = cells.filter(({ code }) => code !== root.code);
  const nameOf = ({ code, from }: LedgerCell) => `${code} ${from}`;
  const suppressed = suppressedCells(new Map(communes.map((cell) => [nameOf(cell), cell.people])));
  const goal = cells[0]?.goal ?? '';
  const total = cells.reduce(
    (sum, { people, occurrences }) => ({ people: sum.people + people, occurrences: sum.occurrences + occurrences }),
    { people: 0, occurrences: 0 },
  );
  return [
    ...communes.map((cell) => published(cell, suppressed.cells.has(nameOf(cell)))),
    published({ goal, ...root, month, ...total }, suppressed.total),
  ];
}

function published({ goal, code, from, month, people, occurrences }: LedgerCell, withheld: boolean): Cell {
  return [goal, code, from, month, withheld ? null : people, withheld ? null : occurrences];
}
