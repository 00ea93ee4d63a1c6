import { expect, test } from '@jest/globals';
import { breaksIn, type People } from './progress.js';

test('a line is broken where figures go from estimates to bounds or back, or others are counted, and not where there are none', () => {
  const point = (estimate: number | null, flags: readonly string[] = ['A']) => ({
    people: { lower: 10, upper: 90, estimate, interval: null } satisfies People,
    flags,
  });
  expect(breaksIn([point(20), point(30), point(null), point(null), point(40)])).toEqual([2, 4]);
  expect(breaksIn([point(20), undefined, point(null), { people: null, flags: ['L'] }, point(40)])).toEqual([]);
  expect(breaksIn([point(20), point(30, ['B', 'E']), point(40)])).toEqual([1]);
  expect(breaksIn([point(20, ['B'])])).toEqual([]);
});
