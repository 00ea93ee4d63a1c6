import { expect, test } from '@jest/globals';
import { apart, pathThrough, ticksTo } from './scale.js';

test.each([
  [1, [0, 0.25, 0.5, 0.75, 1]],
  [0.0071, [0, 0.002, 0.004, 0.006, 0.008]],
  [0.83, [0, 0.25, 0.5, 0.75, 1]],
  [23_176, [0, 10_000, 20_000, 30_000]],
  [0, [0, 1]],
])('an axis up to %d has round values', (top, expected) => {
  expect(ticksTo(top)).toEqual(expected);
});

test('labels keep their order and stand apart, within the height', () => {
  expect(apart([50, 51, 10], 14, 0, 100)).toEqual([50, 64, 10]);
  expect(apart([99, 98], 14, 0, 100)).toEqual([100, 86]);
  expect(apart([], 14, 0, 100)).toEqual([]);
});

test('a path is broken where a value is missing', () => {
  expect(
    pathThrough([
      [0, 1],
      [1, null],
      [2, 3],
      [3, 4],
    ]),
  ).toBe('M0.0 1.0M2.0 3.0L3.0 4.0');
});

test('a path is broken where the figures are told otherwise', () => {
  const points = [
    [0, 1],
    [1, 2],
    [2, 3],
  ] as const;
  expect(pathThrough(points, [1])).toBe('M0.0 1.0M1.0 2.0L2.0 3.0');
});
