import { describe, expect, test } from '@jest/globals';
import { Figures, monthNumber, monthOf } from './figures.js';
import type { Cell } from './release-format.js';

const cell = (place: string, month: string, people: number, occurrences = people, atMost = people + 9): Cell => {
  const [code = '', from = '2025-07-01'] = place.split(' ');
  return ['A', code, from, month, people, atMost, occurrences];
};

describe('the figures of a release', () => {
  const figures = new Figures([
    cell('14845', '2026-03', 20, 50),
    cell('14845', '2026-01', 10, 0),
    cell('14848', '2026-03', 90, 0, 105),
    cell('14845 2027-01-01', '2027-01', 50),
  ]);
  const at = (place: string, month: string, goal = 'A') => figures.at(goal, place, monthNumber(month));

  test.each<[string, string, string, number, number, number?]>([
    ['of a month', '14845 2025-07-01', '2026-03', 20, 50],
    ['of an earlier one that came later', '14845 2025-07-01', '2026-01', 10, 0],
    ['of a month in between that has no cell', '14845 2025-07-01', '2026-02', 0, 0],
    ['of a month before and after all', '14845 2025-07-01', '2025-12', 0, 0],
    ['of a cell that may have been lowered', '14848 2025-07-01', '2026-03', 90, 0, 105],
    ['of the place that had the code later', '14845 2027-01-01', '2027-01', 50, 50],
    ['of a place that no cell names', '14854 2025-07-01', '2026-03', 0, 0],
  ])('%s', (_what, place, month, people, occurrences, atMost = people + 9) => {
    expect(at(place, month)).toEqual({ people, atMost, occurrences });
  });

  test('of a goal that no cell names are nobody, or few', () => {
    expect(at('14845 2025-07-01', '2026-03', 'B')).toEqual({ people: 0, atMost: 9, occurrences: 0 });
  });
});

test('a month is a number and back', () => {
  expect(monthNumber('2026-01') - monthNumber('2025-12')).toBe(1);
  for (const month of ['2025-12', '2026-01', '2026-10']) expect(monthOf(monthNumber(month))).toBe(month);
});

test('figures with some cells changed are those of all cells, and the former ones stay as they are', () => {
  const former = [cell('14845', '2026-03', 20), cell('14848', '2026-03', 90), cell('14854', '2026-02', 30)];
  const changes = [cell('14845', '2026-03', 40), cell('14845', '2026-05', 50), cell('14857', '2026-01', 10)];
  const [before, all] = [new Figures(former), new Figures([...former, ...changes])];
  const after = before.with(changes);
  for (const figures of [after, all]) expect(monthOf(figures.firstMonth)).toBe('2026-01');
  for (const code of ['14845', '14848', '14854', '14857']) {
    for (let month = monthNumber('2025-12'); month <= monthNumber('2026-06'); month += 1) {
      const place = `${code} 2025-07-01`;
      expect(after.at('A', place, month)).toEqual(all.at('A', place, month));
      expect(before.at('A', place, month)).toEqual(new Figures(former).at('A', place, month));
    }
  }
});
