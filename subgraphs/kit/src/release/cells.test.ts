import { expect, test } from '@jest/globals';
import { createRandom } from '../demo/random.js';
import { changesBetween, inOrder, keyOf, takeIn } from './cells.js';
import type { Cell } from './release-format.js';

const cell = (code: string, month: string, people: number | null, occurrences: number | null = 0): Cell => [
  ...(['ADULTS_BASIC', code, '2025-07-01', month] as const),
  people,
  occurrences,
];

test('cells stand by goal, place, first day and month', () => {
  const cells = [cell('2', '2026-01', 1), cell('10', '2026-02', 1), cell('10', '2026-01', 1)];
  expect(inOrder(cells).map(keyOf)).toEqual([
    'ADULTS_BASIC 10 2025-07-01 2026-01',
    'ADULTS_BASIC 10 2025-07-01 2026-02',
    'ADULTS_BASIC 2 2025-07-01 2026-01',
  ]);
});

test('what differs is told, a cell that vanished with zeros, and withheld is not zero', () => {
  const former = [cell('1', '2026-01', 10), cell('2', '2026-01', 12), cell('3', '2026-01', null, null)];
  const next = [cell('1', '2026-01', 10), cell('3', '2026-01', 20), cell('4', '2026-01', null, null)];
  expect(changesBetween(former, next)).toEqual([
    { from: cell('2', '2026-01', 12), to: cell('2', '2026-01', 0) },
    { from: cell('3', '2026-01', null, null), to: cell('3', '2026-01', 20) },
    { from: cell('4', '2026-01', 0), to: cell('4', '2026-01', null, null) },
  ]);
});

test('a month whose turns alone differ is a change', () => {
  expect(changesBetween([cell('1', '2026-01', 10, 3)], [cell('1', '2026-01', 10, 4)])).toHaveLength(1);
});

test('a full release and its changes give the same cells as the last state, whatever happened in between', () => {
  const random = createRandom('chain of releases');
  const state = () =>
    inOrder(
      Array.from({ length: 30 }, (_, index) => cell(String(index), '2026-01', random.pick([null, 11, 12, 13]))).filter(
        () => random.chance(0.7),
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
  takeIn(current, 'FULL', [[cell('9', '2026-02', 1)]]);
  expect([...current.values()]).toEqual([cell('9', '2026-02', 1)]);
});
