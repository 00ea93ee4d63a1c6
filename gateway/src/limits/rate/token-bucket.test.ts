import { expect, test } from '@jest/globals';
import { refilled, waitMs } from './token-bucket.js';

const rate = { burst: 10, perSecond: 4 };

test('tokens come back at the rate, up to the burst', () => {
  expect(refilled({ tokens: 1, at: 1000 }, rate, 1500)).toEqual({ tokens: 3, at: 1500 });
  expect(refilled({ tokens: 1, at: 1000 }, rate, 60_000)).toEqual({ tokens: 10, at: 60_000 });
});

test('a clock that goes back gives none', () => {
  expect(refilled({ tokens: 1, at: 1000 }, rate, 500)).toEqual({ tokens: 1, at: 1000 });
});

test('one waits until a token is whole', () => {
  expect(waitMs({ tokens: 1, at: 0 }, rate)).toBe(0);
  expect(waitMs({ tokens: 0.5, at: 0 }, rate)).toBe(125);
});
