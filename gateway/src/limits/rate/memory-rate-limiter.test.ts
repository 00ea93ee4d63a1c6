import { expect, test } from '@jest/globals';
import { MemoryRateLimiter } from './memory-rate-limiter.js';

test('a bucket forgotten for many others is full again', () => {
  let now = 0;
  const limiter = new MemoryRateLimiter(() => now, 2);
  const take = (key: string) => limiter.take([{ key, rate: { burst: 1, perSecond: 1 } }]);
  expect([take('a'), take('a')]).toEqual([0, 1000]);
  now = 400;
  expect([take('a'), take('b')]).toEqual([600, 0]);
  expect([take('c'), take('a'), take('c')]).toEqual([0, 0, 1000]);
});
