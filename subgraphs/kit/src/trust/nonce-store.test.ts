import { expect, test } from '@jest/globals';
import { NonceStore } from './nonce-store.js';

test('a nonce is taken once for each key', () => {
  const store = new NonceStore();
  expect(store.take('a', 'n', 100, 40)).toBe('new');
  expect(store.take('a', 'n', 100, 99)).toBe('used');
  expect(store.take('b', 'n', 100, 40)).toBe('new');
});

test('a key that uses too many waits until the first are forgotten, and no other does', () => {
  const store = new NonceStore();
  for (let i = 0; i < 10_000; i++) expect(store.take('a', String(i), 100 + i, 40)).toBe('new');
  expect(store.take('a', 'more', 200, 40)).toBe('full');
  expect(store.take('b', 'n', 100, 40)).toBe('new');
  expect(store.take('a', 'more', 200, 101)).toBe('new');
  expect(store.take('a', '1', 200, 101)).toBe('used');
  expect(store.take('a', '0', 200, 101)).toBe('full');
});
