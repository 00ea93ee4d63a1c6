import { expect, test } from '@jest/globals';
import { LruCache } from './lru-cache.js';

test('forgets what was not used for longest, by weight', () => {
  const cache = new LruCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.set('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  cache.set('c', 'C2', 1);
  cache.set('d', 'D', 5);
  expect([cache.get('a'), cache.get('c'), cache.get('d')]).toEqual(['A', 'C2', 'D']);
  cache.set('huge', 'H', 100);
  expect([cache.size, cache.get('huge')]).toEqual([1, 'H']);
});

test('forgets others for what has come to weigh more', () => {
  const cache = new LruCache<string>(10);
  cache.set('a', 'A', 3);
  cache.set('b', 'B', 3);
  cache.set('c', 'C', 3);
  cache.reweigh('a', 6);
  expect([cache.recent(), cache.weight]).toEqual([['C', 'A'], 9]);
  cache.reweigh('b', 100);
  expect([cache.recent(), cache.weight]).toEqual([['C', 'A'], 9]);
});

test('tells what it keeps, the last used first', () => {
  const cache = new LruCache<string>(10);
  cache.set('a', 'A', 1);
  cache.set('b', 'B', 1);
  cache.set('c', 'C', 1);
  cache.get('a');
  expect(cache.recent()).toEqual(['A', 'C', 'B']);
});
