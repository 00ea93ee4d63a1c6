import { describe, expect, test } from '@jest/globals';
import { boundsOfOverlap, estimateWithin } from './overlap.js';

const share = (people: number, atMost = people + 9) => ({ people, atMost });
const census = (people: number) => ({ people, atMost: people });

describe('what two organisations share leaves ten values', () => {
  test.each<[string, Parameters<typeof boundsOfOverlap>, { lower: number; upper: number }]>([
    ['without a denominator', [share(30), share(20), null], { lower: 0, upper: 29 }],
    ['with room for all', [share(30), share(20), census(1000)], { lower: 0, upper: 29 }],
    ['where a census leaves little room', [share(30), share(20), census(32)], { lower: 18, upper: 29 }],
    ['where it leaves none', [share(30), share(20), census(30)], { lower: 20, upper: 29 }],
    ['where it is outdated', [share(30), share(100), census(80)], { lower: 30, upper: 39 }],
    ['where records leave room for what they hide', [share(30), share(20), share(30)], { lower: 11, upper: 29 }],
  ])('%s', (_what, asked, bounds) => {
    expect(boundsOfOverlap(...asked)).toEqual(bounds);
  });

  test('so does an estimate, wherever it lies', () => {
    for (const bounds of [
      { lower: 18, upper: 29 },
      { lower: 0, upper: 48 },
      { lower: 20, upper: 29 },
    ]) {
      for (const estimate of [0, 10, 20, 40, 90]) {
        const told = estimateWithin({ estimate, interval: { lower: estimate, upper: estimate + 20 } }, bounds);
        expect(told.interval.upper - told.interval.lower).toBeGreaterThanOrEqual(9);
        expect(told.interval.lower).toBeGreaterThanOrEqual(bounds.lower);
        expect(told.interval.upper).toBeLessThanOrEqual(bounds.upper);
        expect(told.estimate).toBeGreaterThanOrEqual(bounds.lower);
        expect(told.estimate).toBeLessThanOrEqual(bounds.upper - 9);
      }
    }
  });
});
