import { beforeEach, describe, expect, test } from '@jest/globals';
import { ConcurrencyLimit, type Waiter } from './concurrency-limit.js';

describe('the concurrency limit', () => {
  let stats: { inFlight: number; queued: number };
  let started: string[];
  const waiter = (name: string): Waiter => ({ start: () => started.push(name) });

  beforeEach(() => {
    stats = { inFlight: 0, queued: 0 };
    started = [];
  });

  test('lets as many start as there are places, the others in the order in which they came', () => {
    const limit = new ConcurrencyLimit(2, 10, stats);
    for (const name of ['a', 'b', 'c', 'd']) expect(limit.enter(waiter(name))).toBe(true);
    expect(started).toEqual(['a', 'b']);
    expect(stats).toEqual({ inFlight: 2, queued: 2 });
    limit.leave();
    expect(started).toEqual(['a', 'b', 'c']);
    limit.leave();
    limit.leave();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    expect(stats).toEqual({ inFlight: 1, queued: 0 });
  });

  test('refuses one more than may wait', () => {
    const limit = new ConcurrencyLimit(1, 1, stats);
    expect(['a', 'b', 'c'].map((name) => limit.enter(waiter(name)))).toEqual([true, true, false]);
  });

  test('forgets one that waits no longer', () => {
    const limit = new ConcurrencyLimit(1, 2, stats);
    const [a, b, c] = [waiter('a'), waiter('b'), waiter('c')];
    for (const each of [a, b, c]) limit.enter(each);
    limit.withdraw(b);
    limit.withdraw(b);
    limit.withdraw(a);
    expect(stats).toEqual({ inFlight: 1, queued: 1 });
    limit.leave();
    expect(started).toEqual(['a', 'c']);
  });

  test('hands a place on through any number that leave it at once', () => {
    const limit = new ConcurrencyLimit(1, 100_000, stats);
    limit.enter(waiter('first'));
    let left = 0;
    const hasty: Waiter[] = Array.from({ length: 50_000 }, () => ({
      start: () => {
        left += 1;
        limit.leave();
      },
    }));
    for (const each of hasty) limit.enter(each);
    limit.enter(waiter('last'));
    limit.leave();
    expect(left).toBe(50_000);
    expect(started).toEqual(['first', 'last']);
    expect(stats).toEqual({ inFlight: 1, queued: 0 });
  });
});
