import { expect, test } from '@jest/globals';
import { TookTooLong, withinTime } from './time-limit.js';

test('what ends in time gives what it gives', () => {
  expect(withinTime(10_000, () => [1, 2])).toEqual([1, 2]);
  expect(() =>
    withinTime(10_000, () => {
      throw new RangeError('no');
    }),
  ).toThrow(new RangeError('no'));
});

test('what does not end is ended', () => {
  const forEver = () => {
    for (;;);
  };
  expect(() => withinTime(20, forEver)).toThrow(TookTooLong);
  expect(withinTime(10_000, () => 1)).toBe(1);
});
