import { nobodyPublished } from '../disclosure/published-count.js';
import type { Cell } from './release-format.js';

/** By what a cell is known: goal, place and month. Keys sort as cells stand in a page. */
export function keyOf([goal, placeCode, placeFrom, month]: Cell): string {
  return `${goal} ${placeCode} ${placeFrom} ${month}`;
}

/** Cells in the order of a page. */
export function inOrder(cells: readonly Cell[]): Cell[] {
  return cells
    .map((cell) => ({ key: keyOf(cell), cell }))
    .sort(({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0))
    .map(({ cell }) => cell);
}

/** Whether a cell says no more than that few or none are in it: a release leaves it out, or says so of one that vanished. */
export function isEmpty([, , , , people, atMost, occurrences]: Cell): boolean {
  return people === 0 && atMost <= nobodyPublished.atMost && occurrences === 0;
}

/** A cell that differs from what the former release says. */
export interface CellChange {
  /** What the former release says; nobody where it has no such cell. */
  readonly from: Cell;
  /** What is said now; nobody where the cell vanished. */
  readonly to: Cell;
}

/** Finds the cells that differ, in the order of a page. One that vanished becomes nobody. */
export function changesBetween(former: readonly Cell[], next: readonly Cell[]): CellChange[] {
  const before = new Map(former.map((cell) => [keyOf(cell), cell]));
  const changes: CellChange[] = [];
  for (const to of next) {
    const key = keyOf(to);
    const from = before.get(key) ?? emptied(to);
    before.delete(key);
    if (from.join() !== to.join()) changes.push({ from, to });
  }
  for (const from of before.values()) changes.push({ from, to: emptied(from) });
  return changes.sort(({ to: a }, { to: b }) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function emptied([goal, placeCode, placeFrom, month]: Cell): Cell {
  return [goal, placeCode, placeFrom, month, 0, nobodyPublished.atMost, 0];
}

/**
 * Takes the cells of a release into the current ones, which it changes: a full release replaces all of them.
 * @param current by `keyOf`.
 */
export function takeIn(
  current: Map<string, Cell>,
  kind: 'FULL' | 'CHANGES',
  pages: Iterable<readonly Cell[]>,
): Map<string, Cell> {
  if (kind === 'FULL') current.clear();
  for (const cells of pages) {
    for (const cell of cells) {
      if (isEmpty(cell)) current.delete(keyOf(cell));
      else current.set(keyOf(cell), cell);
    }
  }
  return current;
}
