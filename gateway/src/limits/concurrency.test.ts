import { expect, test } from '@jest/globals';
import { Concurrency } from './concurrency.js';

test('a caller begins no more requests than it may until one ends, however often it ends', () => {
  const requests = new Concurrency(2);
  const [first, second] = [requests.begin('a'), requests.begin('a')];
  expect(requests.begin('a')).toBeUndefined();
  expect(requests.begin('b')).toBeDefined();
  first?.();
  first?.();
  expect(requests.begin('a')).toBeDefined();
  expect(requests.begin('a')).toBeUndefined();
  second?.();
  expect(requests.begin('a')).toBeDefined();
});
