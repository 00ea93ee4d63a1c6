import { expect, test } from '@jest/globals';
import { breaksIn, type People } from './progress.js';

test('a line is broken where figures go from estimates to bounds or back, and not where there are none', () => {
  const point = (estimate: number | null) => ({
    people: { lower: 10, upper: 90, estimate, interval: null } satisfies People,
  });
  expect(breaksIn([point(20), point(30), point(null), point(null), point(40)])).toEqual([2, 4]);
  expect(breaksIn([point(20), undefined, point(null), { people: null }, point(40)])).toEqual([]);
});
