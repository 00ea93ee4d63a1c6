import { expect, test } from '@jest/globals';
import { dayBefore, numbersBetween } from './known-releases.js';

test.each([
  ['2026-11-05T02:00:00.000Z', '2026-11-04'],
  ['2026-11-05T17:00:00.000Z', '2026-11-05'],
  ['2026-01-01T00:00:00.000Z', '2025-12-31'],
])('in the province, the day before that of %s is %s', (madeAt, day) => {
  expect(dayBefore(madeAt)).toBe(day);
});

test('numbers between releases are found', () => {
  expect(numbersBetween([{ number: 6 }, { number: 4 }, { number: 2 }])).toEqual([5, 3]);
  expect(numbersBetween([{ number: 2 }, { number: 1 }])).toEqual([]);
  expect(numbersBetween([])).toEqual([]);
});
