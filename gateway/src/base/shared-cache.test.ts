import { describe, expect, test } from '@jest/globals';
import { SharedCache } from './shared-cache.js';

/** Fills a cache with new values of one caller. */
function flood(cache: SharedCache<string>, callerId: string, count: number): void {
  for (let i = 0; i < count; i++) cache.set(`${callerId}${i}`, 'x', 1, callerId);
}

describe('a cache that callers share', () => {
  test('forgets what was not used for longest, by weight', () => {
    const cache = new SharedCache<string>(10);
    cache.set('a', 'A', 4, 'one');
    cache.set('b', 'B', 4, 'one');
    expect(cache.get('a', 'one')).toBe('A');
    cache.set('c', 'C', 4, 'one');
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 'one'))).toEqual(['A', undefined, 'C']);
    cache.set('c', 'C2', 1, 'one');
    cache.set('d', 'D', 5, 'one');
    expect(['a', 'c', 'd'].map((key) => cache.get(key, 'one'))).toEqual(['A', 'C2', 'D']);
    cache.set('huge', 'H', 100, 'one');
    expect([cache.size, cache.weight, cache.get('huge', 'one')]).toEqual([1, 100, 'H']);
  });

  test('keeps what others asked for, however much one caller asks', () => {
    const cache = new SharedCache<string>(100);
    for (let i = 0; i < 10; i++) cache.set(`quiet${i}`, 'x', 1, 'quiet');
    for (let i = 0; i < 60; i++) {
      cache.set(`common${i}`, 'x', 1, 'quiet');
      cache.get(`common${i}`, 'other');
    }
    flood(cache, 'flooding', 1000);
    expect(cache.weight).toBe(100);
    const kept = (name: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${name}${i}`).filter((key) => cache.has(key)).length;
    expect([kept('quiet', 10), kept('common', 60)]).toEqual([10, 60]);
    expect(cache.has('flooding999')).toBe(true);
  });

  test('gives one caller all that nobody else needs', () => {
    const cache = new SharedCache<string>(100);
    flood(cache, 'one', 1000);
    expect([cache.size, cache.has('one900'), cache.has('one899')]).toEqual([100, true, false]);
  });

  test('leaves single callers a quarter, however much several ask', () => {
    const cache = new SharedCache<string>(100);
    for (let i = 0; i < 25; i++) cache.set(`quiet${i}`, 'x', 1, 'quiet');
    for (let i = 0; i < 1000; i++) cache.set(`common${i}`, 'x', 1, undefined);
    expect(cache.has('quiet0')).toBe(true);
    expect([cache.has('common925'), cache.has('common924')]).toEqual([true, false]);
  });

  test('forgets others for what has come to weigh more', () => {
    const cache = new SharedCache<string>(10);
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 3, undefined);
    cache.reweigh('a', 6);
    cache.reweigh('nothing', 6);
    expect([cache.recent(), cache.weight]).toEqual([['c', 'a'], 9]);
    cache.reweigh('c', 100);
    expect([cache.recent(), cache.weight]).toEqual([['c'], 100]);
  });

  test('tells what it keeps, the last used first', () => {
    const cache = new SharedCache<string>(10);
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 1, key);
    cache.get('a', 'z');
    expect(cache.recent()).toEqual(['a', 'c', 'b']);
  });
});
