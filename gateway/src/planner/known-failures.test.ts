import { afterEach, expect, jest, test } from '@jest/globals';
import { KnownFailures, rememberedMs } from './known-failures.js';

afterEach(() => {
  jest.useRealTimers();
});

test('an operation that ended a process is remembered for a while', () => {
  jest.useFakeTimers();
  const failures = new KnownFailures();
  failures.add('{ a }');
  expect(['{ a }', '{ b }'].map((operation) => failures.has(operation))).toEqual([true, false]);
  jest.advanceTimersByTime(rememberedMs);
  expect(failures.has('{ a }')).toBe(false);
});

test('those that came last are remembered, and no more than a thousand', () => {
  const failures = new KnownFailures();
  for (let one = 0; one <= 1000; one += 1) failures.add(`{ a${one} }`);
  expect(['{ a0 }', '{ a1 }', '{ a1000 }'].map((operation) => failures.has(operation))).toEqual([false, true, true]);
});
