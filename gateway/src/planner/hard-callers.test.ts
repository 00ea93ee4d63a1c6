import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { HardCallers } from './hard-callers.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a caller whose operations took a second lately is one whose operations are hard; others are not', () => {
  const callers = new HardCallers();
  callers.note('a', 600);
  expect(callers.isHard('a')).toBe(false);
  callers.note('a', 600);
  expect(['a', 'b'].map((caller) => callers.isHard(caller))).toEqual([true, false]);
});

test('what a caller took is forgotten, within a minute at most', () => {
  const callers = new HardCallers();
  callers.note('a', 1100);
  jest.advanceTimersByTime(2000);
  expect(callers.isHard('a')).toBe(false);
  callers.note('b', 1_000_000);
  jest.advanceTimersByTime(30_000);
  expect(callers.isHard('b')).toBe(true);
  jest.advanceTimersByTime(30_000);
  expect(callers.isHard('b')).toBe(false);
});
