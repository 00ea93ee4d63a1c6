import { describe, expect, test } from '@jest/globals';
import { exchangeDigest } from './exchange.js';
import { maxReceiptBytes, readReceipt, readReceiptAnswer } from './receipt.js';

const digest = exchangeDigest({ request: 'r' });
const receipt = {
  audience: 'university',
  session: 's-1',
  exchanges: [
    [1, digest],
    [3, digest],
  ],
};
const answer = { session: 's-1', exchanges: 2, others: [4, 5] };
const many = (count: number, first = 1) => Array.from({ length: count }, (_, index) => [first + index, digest]);

test('an exchange with an answer has another digest than without, or with another', () => {
  const digests = [{ request: 'r' }, { request: 'r', answer: 'a' }, { request: 'r', answer: 'b' }].map(exchangeDigest);
  expect(new Set(digests).size).toBe(3);
  expect(digest).toMatch(/^[\w-]{43}$/);
});

describe('a receipt', () => {
  test('is read as it was written, the largest too, which is not too large', () => {
    expect(readReceipt(JSON.stringify(receipt))).toEqual(receipt);
    const largest = JSON.stringify({ ...receipt, exchanges: many(1000, Number.MAX_SAFE_INTEGER - 999) });
    expect(readReceipt(largest)?.exchanges).toHaveLength(1000);
    expect(largest.length).toBeLessThan(maxReceiptBytes);
  });

  test.each<[string, object]>([
    ['no audience', { audience: undefined }],
    ['no name of a session', { session: 'a b' }],
    ['no list', { exchanges: {} }],
    ['no exchange', { exchanges: [] }],
    ['too many exchanges', { exchanges: many(1001) }],
    ['the number 0', { exchanges: many(2, 0) }],
    ['a number that is none', { exchanges: [['1', digest]] }],
    ['a fraction', { exchanges: [[1.5, digest]] }],
    ['numbers out of order', { exchanges: [...many(1, 2), ...many(1, 1)] }],
    ['a number twice', { exchanges: [...many(1), ...many(1)] }],
    ['half a digest', { exchanges: [[1, digest.slice(1)]] }],
    ['no digest', { exchanges: [[1]] }],
    ['more than a digest', { exchanges: [[1, digest, 'more']] }],
    ['more than a receipt has', { more: true }],
  ])('does not have %s', (_name, change) => {
    expect(readReceipt(JSON.stringify({ ...receipt, ...change }))).toBeUndefined();
  });

  test.each(['', 'null', '[]', '"receipt"', '{', '1'])('is not %j, nor is its answer', (text) => {
    expect(readReceipt(text)).toBeUndefined();
    expect(readReceiptAnswer(text)).toBeUndefined();
  });
});

describe('the answer to a receipt', () => {
  test('is read as it was written', () => {
    expect(readReceiptAnswer(JSON.stringify(answer))).toEqual(answer);
  });

  test.each<[string, object]>([
    ['no session', { session: 1 }],
    ['no count', { exchanges: -1 }],
    ['no list', { others: 4 }],
    ['numbers out of order', { others: [5, 4] }],
    ['more than an answer has', { more: true }],
  ])('does not have %s', (_name, change) => {
    expect(readReceiptAnswer(JSON.stringify({ ...answer, ...change }))).toBeUndefined();
  });
});
