import { zeroPublished } from '../counts/published-count.js';
import type { Cell } from './release-format.js';

/** The key of a cell: goal, place and month. Keys sort in the order of a page. */
export function keyOf([goal, placeCode, placeFrom, month]: Cell): string {
  return `${goal} ${placeCode} ${placeFrom} ${month}`;
}

/** How many cells are processed in one step. */
const stepCells = 1_000;

/** Sorts cells into the order of a page, step by step: parts first, which are then merged. */
export function* ordering(cells: readonly Cell[]): Generator<void, Cell[]> {
  const inOrder: Keyed[][] = [];
  for (let start = 0; start < cells.length; start += stepCells) {
    const some = cells.slice(start, start + stepCells).map((cell) => ({ key: keyOf(cell), cell }));
    inOrder.push(some.sort(({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0)));
    yield;
  }
  while (inOrder.length > 1) {
    const [first = [], second = []] = inOrder.splice(0, 2);
    inOrder.push(yield* merging(first, second));
  }
  return (inOrder[0] ?? []).map(({ cell }) => cell);
}

interface Keyed {
  readonly key: string;
  readonly cell: Cell;
}

function* merging(first: readonly Keyed[], second: readonly Keyed[]): Generator<void, Keyed[]> {
  const merged: Keyed[] = [];
  let [a, b] = [0, 0];
  while (a < first.length || b < second.length) {
    const [left, right] = [first[a], second[b]];
    const isLeft = left !== undefined && (right === undefined || left.key <= right.key);
    const next = isLeft ? left : right;
    if (isLeft) a += 1;
    else b += 1;
    if (next) merged.push(next);
    if (merged.length % stepCells === 0) yield;
  }
  return merged;
}

/** Whether a cell says only "few or none": a release leaves it out, or states it for a vanished one. */
export function isEmpty([, , , , people, atMost, occurrences]: Cell): boolean {
  return people === 0 && atMost <= zeroPublished.atMost && occurrences === 0;
}

/** A cell that differs from the former release's. */
export interface CellChange {
  /** The former release's cell; an empty cell where it has none. */
  readonly from: Cell;
  /** The present cell; an empty cell where it vanished. */
  readonly to: Cell;
}

/** Finds the cells that differ, in the order of a page, step by step. A vanished cell becomes an empty one. */
export function* comparing(former: readonly Cell[], next: readonly Cell[]): Generator<void, CellChange[]> {
  const before = new Map<string, Cell>();
  for (const [index, cell] of former.entries()) {
    if (index % stepCells === 0) yield;
    before.set(keyOf(cell), cell);
  }
  const changes: { readonly key: string; readonly change: CellChange }[] = [];
  for (const [index, to] of next.entries()) {
    if (index % stepCells === 0) yield;
    const key = keyOf(to);
    const from = before.get(key) ?? emptied(to);
    before.delete(key);
    if (from.join() !== to.join()) changes.push({ key, change: { from, to } });
  }
  for (const [key, from] of before) changes.push({ key, change: { from, to: emptied(from) } });
  yield;
  changes.sort(({ key: a }, { key: b }) => (a < b ? -1 : 1));
  return changes.map(({ change }) => change);
}

function emptied([goal, placeCode, placeFrom, month]: Cell): Cell {
  return [goal, placeCode, placeFrom, month, 0, zeroPublished.atMost, 0];
}

/**
 * Updates the current cells from a release's cells: a full release replaces all of them.
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
