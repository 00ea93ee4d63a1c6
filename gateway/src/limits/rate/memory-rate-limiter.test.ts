import { expect, test } from '@jest/globals';
import { MemoryRateLimiter } from './memory-rate-limiter.js';

test('a bucket forgotten for many others is full again', () => {
  let now = 0;
  const limiter = new MemoryRateLimiter(() => now, 2);
  const take = (key: string) => limiter.take([{ key, rate: { burst: 1, perSecond: 1 } }]).waitMs;
  expect([take('a'), take('a')]).toEqual([0, 1000]);
  now = 400;
  expect([take('a'), take('b')]).toEqual([600, 0]);
  expect([take('c'), take('a'), take('c')]).toEqual([0, 0, 1000]);
});

test('tells how many tokens are left, taken or not', () => {
  let now = 0;
  const limiter = new MemoryRateLimiter(() => now);
  const take = (tokens: number) => limiter.take([{ key: 'a', rate: { burst: 3, perSecond: 1 } }], tokens);
  expect([take(2), take(2)]).toEqual([
    { waitMs: 0, left: 1 },
    { waitMs: 1000, left: 1 },
  ]);
  now = 500;
  expect(take(1)).toEqual({ waitMs: 0, left: 0.5 });
});
