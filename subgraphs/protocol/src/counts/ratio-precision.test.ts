import { expect, test } from '@jest/globals';
import { carriedPoints, carriedPointsBetween, carriedRatio, ratioDecimals } from './ratio-precision.js';

test.each([
  [1, 0],
  [10, 0],
  [11, 1],
  [60, 1],
  [10_000, 3],
  [14_108, 4],
  [3_111_085, 6],
])('a share of %d people carries %d decimals', (denominator, decimals) => {
  expect(ratioDecimals(denominator)).toBe(decimals);
});

test.each([30, 97, 160, 999, 14_108, 99_999])('of %d people, two counts never have the same share', (denominator) => {
  const counts = Array.from({ length: Math.ceil(denominator / 10) }, (_, index) => index * 10);
  const shares = counts.map((people) => carriedRatio(people, denominator));
  expect(new Set(shares).size).toBe(counts.length);
  // With one decimal less, two of them would.
  const coarser = 10 ** (ratioDecimals(denominator) - 1);
  expect(new Set(shares.map((share) => Math.floor(share * coarser + 0.5))).size).toBeLessThan(counts.length);
});

test.each([
  [10, 30, 0.3],
  [20, 160, 0.13],
  [50, 14_108, 0.0035],
  [18_600, 3_111_085, 0.005979],
  [70, 60, 1.2],
])('%d of %d people are %d', (people, denominator, share) => {
  expect(carriedRatio(people, denominator)).toBe(share);
});

test.each<[lower: number, upper: number, most: number, expected: [number, number]]>([
  // Of 14,108 people points have two decimals: 1 and 19 people are 0.007 and 0.135 of them.
  [1, 19, 14_108, [0, 0.14]],
  [-19, -1, 14_108, [-0.14, 0]],
  [-5, 5, 14_108, [-0.04, 0.04]],
  [14_108, 14_108, 14_108, [100, 100]],
  // The largest part of any possible number.
  [14_108, 14_108, 14_117, [99.93, 100]],
])('%d to %d people of 14,108 to %d are points from and to %j, and no fewer', (lower, upper, atMost, expected) => {
  expect(Object.values(carriedPointsBetween({ lower, upper }, { people: 14_108, atMost }))).toEqual(expected);
});

test('points carry what the shares do', () => {
  expect(carriedPoints(0.8 - 0.35, 14_108)).toBe(45);
  expect(carriedPoints(1 - 0.0035, 14_108)).toBe(99.65);
  expect(carriedPoints(-0.25, 60)).toBe(-30);
});
