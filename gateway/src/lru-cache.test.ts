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
