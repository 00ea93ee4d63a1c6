import { describe, expect, test } from '@jest/globals';
import { boundsOf } from '../release/bounds.js';
import { fewestBeside, mostBeside } from './public-bounds.js';
import { type PublishedCount, publishedCount } from './published-count.js';
import { posteriorOfCells, publishedEstimate } from '../../../kit/src/disclosure/published-estimate.js';

/** Every published number of people of a place's organisations, with every public bound of it. */
const cases = [0, 10, 30, 40].flatMap((one) =>
  [0, 10, 30].flatMap((other) =>
    Array.from({ length: 100 }, (_, bound) => ({
      shares: [publishedCount(one), publishedCount(other), { people: 0, atMost: 18 }] as PublishedCount[],
      bound: bound + 1,
    })),
  ),
);

test('a public number bounds from above where ten values are left, and no further', () => {
  expect(mostBeside(48, 30)).toBe(48);
  expect(mostBeside(39, 30)).toBe(39);
  expect(mostBeside(30, 30)).toBe(39);
  expect(fewestBeside(39)).toBe(30);
  expect(fewestBeside(38)).toBe(20);
  expect(fewestBeside(5)).toBe(0);
});

describe('whatever the denominator', () => {
  test('bounds leave ten values, and each share what it leaves by itself', () => {
    for (const { shares, bound } of cases) {
      const { lower, upper } = boundsOf(shares, bound) ?? { lower: 0, upper: 0 };
      expect((upper ?? 0) - lower).toBeGreaterThanOrEqual(9);
      // No upper bound is below the upper value of a share.
      for (const { people } of shares) expect(upper).toBeGreaterThanOrEqual(people + 9);
    }
  });

  test('with an organisation missing, too', () => {
    for (const { shares, bound } of cases) {
      const { lower, upper } = boundsOf([...shares, null], bound) ?? { lower: 0, upper: 0 };
      expect((upper ?? 0) - lower).toBeGreaterThanOrEqual(9);
    }
  });

  test('so do an estimate and its interval, which is within the bounds', () => {
    for (const { shares, bound } of cases) {
      const bounds = boundsOf(shares, bound) ?? { lower: 0, upper: 0 };
      for (const people of [0, 34, 90]) {
        // With any noise: a number of cells far below the bounds, or far above.
        for (const cells of [people - 90, people + 90]) {
          const ends = { lower: bounds.lower, upper: bounds.upper ?? 0 };
          const { estimate, interval } = publishedEstimate(posteriorOfCells({ cells, people, epsilon: 0.25 }, ends));
          expect(interval.upper - interval.lower).toBeGreaterThanOrEqual(9);
          expect(interval.upper).toBeLessThanOrEqual(ends.upper);
          expect(interval.lower).toBeGreaterThanOrEqual(ends.lower);
          expect(estimate).toBeGreaterThanOrEqual(interval.lower);
          expect(estimate).toBeLessThanOrEqual(interval.upper);
        }
      }
    }
  });
});
