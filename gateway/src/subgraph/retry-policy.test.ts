import { describe, expect, test } from '@jest/globals';
import { backOff, isBrokenConnection, isTransient, RetryBudget } from './retry-policy.js';

describe('the back-off', () => {
  test.each([
    [0, 25, 50],
    [1, 50, 100],
    [3, 200, 400],
  ])('before retry %i is from %i to %i ms', (retry, least, most) => {
    for (let i = 0; i < 100; i++) {
      const milliseconds = backOff(retry);
      expect(milliseconds).toBeGreaterThanOrEqual(least);
      expect(milliseconds).toBeLessThanOrEqual(most);
    }
  });

  test('is as long as the subgraph asks for, in seconds or until a time', () => {
    expect(backOff(0, '1')).toBe(1000);
    const inASecond = backOff(0, new Date(Date.now() + 1900).toUTCString());
    expect(inASecond).toBeGreaterThan(0);
    expect(inASecond).toBeLessThanOrEqual(2000);
  });

  test.each(['0', '-5', 'soon', '', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'is the usual one for Retry-After: %s',
    (value) => {
      expect(backOff(0, value)).toBeGreaterThanOrEqual(25);
      expect(backOff(0, value)).toBeLessThanOrEqual(50);
    },
  );

  test.each(['3', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])('is none for Retry-After: %s', (value) => {
    expect(backOff(0, value)).toBeUndefined();
  });
});

test('the budget allows a few retries at first, and then one for five requests', () => {
  const budget = new RetryBudget();
  const take = (times: number) => Array.from({ length: times }, () => budget.take()).filter(Boolean).length;
  expect(take(20)).toBe(10);
  for (let i = 0; i < 10; i++) budget.earn();
  expect(take(20)).toBe(2);
  for (let i = 0; i < 10_000; i++) budget.earn();
  expect(take(20)).toBe(10);
});

test.each([
  [502, true],
  [503, true],
  [504, true],
  [500, false],
  [429, false],
  [200, false],
])('HTTP status %i: worth another try is %j', (status, expected) => {
  expect(isTransient(status)).toBe(expected);
});

test.each([
  ['UND_ERR_SOCKET', true],
  ['ECONNRESET', true],
  ['EPIPE', true],
  ['ECONNREFUSED', false],
  ['UND_ERR_CONNECT_TIMEOUT', false],
])('%s of a connection that was open is %j', (code, expected) => {
  expect(isBrokenConnection(Object.assign(new Error(), { code }))).toBe(expected);
});
