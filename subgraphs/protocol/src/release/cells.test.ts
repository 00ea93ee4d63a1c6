import { expect, test } from '@jest/globals';
import { createRandom } from '../../../demo/src/random.js';
import { comparing, isEmpty, keyOf, ordering, takeIn } from './cells.js';
import type { Cell } from './release-format.js';
import { atOnce } from '../values/at-once.js';

const inOrder = (cells: readonly Cell[]) => atOnce(ordering(cells));
const changesBetween = (former: readonly Cell[], next: readonly Cell[]) => atOnce(comparing(former, next));

const cell = (code: string, month: string, people: number, occurrences = 0, atMost = people + 9): Cell => [
  ...(['ADULTS_BASIC', code, '2025-07-01', month] as const),
  ...([people, atMost, occurrences] as const),
];

test('cells stand by goal, place, first day and month', () => {
  const cells = [cell('2', '2026-01', 1), cell('10', '2026-02', 1), cell('10', '2026-01', 1)];
  expect(inOrder(cells).map(keyOf)).toEqual([
    'ADULTS_BASIC 10 2025-07-01 2026-01',
    'ADULTS_BASIC 10 2025-07-01 2026-02',
    'ADULTS_BASIC 2 2025-07-01 2026-01',
  ]);
});

test('what differs is told, and a cell that vanished is nobody, or few', () => {
  const former = [cell('1', '2026-01', 10), cell('2', '2026-01', 20), cell('3', '2026-01', 30)];
  const next = [cell('1', '2026-01', 10), cell('3', '2026-01', 30, 0, 45), cell('4', '2026-01', 40)];
  expect(changesBetween(former, next)).toEqual([
    { from: cell('2', '2026-01', 20), to: cell('2', '2026-01', 0) },
    { from: cell('3', '2026-01', 30), to: cell('3', '2026-01', 30, 0, 45) },
    { from: cell('4', '2026-01', 0), to: cell('4', '2026-01', 40) },
  ]);
});

test.each([
  ['nobody, or few', cell('1', '2026-01', 0), true],
  ['few, of whom a public number says that there are at most 6', cell('1', '2026-01', 0, 0, 6), true],
  ['at most 17', cell('1', '2026-01', 0, 0, 17), false],
  ['turns alone', cell('1', '2026-01', 0, 10), false],
])('a cell that says %s is empty: %p', (_what, one, empty) => {
  expect(isEmpty(one)).toBe(empty);
});

test('a month whose turns alone differ is a change', () => {
  expect(changesBetween([cell('1', '2026-01', 10, 30)], [cell('1', '2026-01', 10, 40)])).toHaveLength(1);
});

test('a full release and its changes give the same cells as the last state, whatever happened in between', () => {
  const random = createRandom('chain of releases');
  const state = () =>
    inOrder(
      Array.from({ length: 30 }, (_, index) => cell(String(index), '2026-01', random.pick([10, 20, 30]))).filter(() =>
        random.chance(0.7),
      ),
    );
  const states = Array.from({ length: 40 }, state);
  const current = new Map<string, Cell>();
  let former: readonly Cell[] = [];
  for (const next of states) {
    const changes = changesBetween(former, next).map(({ to }) => to);
    takeIn(current, 'CHANGES', [changes.slice(0, 5), changes.slice(5)]);
    expect(inOrder([...current.values()])).toEqual(next);
    former = next;
  }
  takeIn(current, 'FULL', [[cell('9', '2026-02', 10)]]);
  expect([...current.values()]).toEqual([cell('9', '2026-02', 10)]);
});
