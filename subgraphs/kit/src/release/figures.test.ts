import { describe, expect, test } from '@jest/globals';
import { Figures, monthNumber, monthOf } from './figures.js';
import type { Cell } from './release-format.js';

const root = '38 0001-01-01';
const cell = (place: string, month: string, people: number | null, occurrences = people): Cell => {
  const [code = '', from = '2025-07-01'] = place.split(' ');
  return ['A', code, from, month, people, occurrences];
};

describe('the figures of a release', () => {
  const figures = new Figures([
    cell('14845', '2026-03', 12, 5),
    cell('14845', '2026-01', 7, 0),
    cell('14848', '2026-03', null),
    cell('14845 2027-01-01', '2027-01', 50),
  ]);
  const at = (place: string, month: string, goal = 'A') => figures.at(goal, place, monthNumber(month));

  test.each<[string, string, string, number | null, number | null]>([
    ['of a month', '14845 2025-07-01', '2026-03', 12, 5],
    ['of an earlier one that came later', '14845 2025-07-01', '2026-01', 7, 0],
    ['of a month in between that has no cell', '14845 2025-07-01', '2026-02', 0, 0],
    ['of a month before and after all', '14845 2025-07-01', '2025-12', 0, 0],
    ['of a cell that is withheld', '14848 2025-07-01', '2026-03', null, null],
    ['of the place that had the code later', '14845 2027-01-01', '2027-01', 50, 50],
    ['of a place that no cell names', '14854 2025-07-01', '2026-03', 0, 0],
  ])('%s', (_what, place, month, people, occurrences) => {
    expect(at(place, month)).toEqual({ people, occurrences });
  });

  test('of a goal that no cell names are nobody', () => {
    expect(at('14845 2025-07-01', '2026-03', 'B')).toEqual({ people: 0, occurrences: 0 });
  });
});

test('a month is a number and back', () => {
  expect(monthNumber('2026-01') - monthNumber('2025-12')).toBe(1);
  for (const month of ['2025-12', '2026-01', '2026-10']) expect(monthOf(monthNumber(month))).toBe(month);
});

describe('the most people of a withheld cell', () => {
  const capOf = (...cells: Cell[]) => new Figures(cells).capOf('A', root, monthNumber('2026-03'));

  test('is what published cells leave, less one for each other withheld', () => {
    const published = [cell(root, '2026-03', 40), cell('1', '2026-03', 20), cell('2', '2026-03', 5)];
    expect(capOf(...published, cell('3', '2026-03', null))).toBe(15);
    expect(capOf(...published, cell('3', '2026-03', null), cell('4', '2026-03', null))).toBe(14);
  });

  test('is of that month alone, and of that goal', () => {
    expect(capOf(cell(root, '2026-03', 40), cell('1', '2026-02', 20), cell('3', '2026-03', null))).toBe(40);
    const other: Cell = ['B', '1', '2025-07-01', '2026-03', 30, 0];
    expect(capOf(cell(root, '2026-03', 40), other, cell('3', '2026-03', null))).toBe(40);
  });

  test('is not known where the root place’s are withheld too', () => {
    expect(capOf(cell(root, '2026-03', null), cell('3', '2026-03', null))).toBeNull();
  });
});
