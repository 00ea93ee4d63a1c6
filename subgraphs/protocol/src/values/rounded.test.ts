import { describe, expect, test } from '@jest/globals';
import { carriedPoints, carriedShare } from '../counts/ratio-precision.js';
import { rounded } from './rounded.js';

describe('a number is rounded by its digits, halves away from zero', () => {
  test.each([
    // As binary numbers, these lie below the half.
    [0.235, 2, 0.24],
    [1.005, 2, 1.01],
    [0.145, 2, 0.15],
    [0.285, 2, 0.29],
    [8.575, 2, 8.58],
    [1.45, 1, 1.5],
    // Computed values do, too.
    [(0.80235 - 0.8) * 100, 2, 0.24],
    [(0.5285 - 0.5) * 100, 1, 2.9],
    [0.1 + 0.2 - 0.05, 1, 0.3],
    [-0.235, 2, -0.24],
    [-0.5, 0, -1],
    [-2.5, 0, -3],
    [2.5, 0, 3],
    [0.2349, 2, 0.23],
    [0.23499999, 2, 0.23],
    [-0.004, 2, 0],
    [0, 2, 0],
    [1247740, 0, 1247740],
    [3_111_085.5, 0, 3_111_086],
    [0.0059785, 6, 0.005979],
    [1e21, 2, 1e21],
  ])('%d to %d decimals is %d', (value, decimals, expected) => {
    expect(rounded(value, decimals)).toBe(expected);
  });

  test('each number of three decimals to two, as its digits say', () => {
    for (let thousandths = -5000; thousandths <= 5000; thousandths += 1) {
      const [steps, rest] = [Math.trunc(Math.abs(thousandths) / 10), Math.abs(thousandths) % 10];
      const expected = (Math.sign(thousandths) * (steps + (rest >= 5 ? 1 : 0))) / 100 + 0;
      expect([thousandths, rounded(thousandths / 1000, 2)]).toEqual([thousandths, expected]);
    }
  });

  test('what the graph tells of shares and points, too', () => {
    expect(carriedShare(0.145, 1000)).toBe(0.15);
    expect(carriedShare(-0.005, 1000)).toBe(-0.01);
    expect(carriedPoints(0.285, 1000)).toBe(29);
    expect(carriedPoints(0.3 - 0.445, 1000)).toBe(-15);
    expect(carriedPoints(-0.25, 60)).toBe(-30);
  });
});
