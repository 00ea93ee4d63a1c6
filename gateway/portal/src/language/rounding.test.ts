import { expect, test } from '@jest/globals';
import { carriedPoints, carriedShare } from '../../../../subgraphs/protocol/src/counts/ratio-precision.js';
import { decimal, difference, points, share } from './numbers.js';
import { cellText } from '../../../src/exports/formats/cell-text.js';
import * as asWritten from '../../../../test/portal/support/as-written.js';

/** With this number of people, shares have four decimals, and points two. */
const people = 100_000;

/** Pairs of shares with four decimals. Their differences end in each digit, so in 5, too: the tie of rounding. */
const pairs = Array.from({ length: 2000 }, (_, index) => [
  0.5 + ((index * 7916) % 4000) / 10_000,
  0.5 - index / 10_000,
]);

test('the differences have ties', () => {
  const lastDigits = pairs.map(([now = 0, then = 0]) => Math.round((now - then) * 10_000) % 10);
  expect(new Set(lastDigits)).toContain(5);
});

test.each([1, 2] as const)(
  'of a difference, graph and file have the digits that the page rounds to %d decimals',
  (digits) => {
    for (const [now = 0, then = 0] of pairs) {
      const told = carriedPoints(now - then, people);
      const inFile = cellText({ value: told }, 'number', 'vi');
      expect(Number(inFile.replace(',', '.'))).toBe(told);
      // Points come from the graph, or the page computes them from the figures of two publications.
      for (const shown of [told, (now - then) * 100]) {
        const written = asWritten.points(told, digits);
        expect([now, then, points(shown, 'vi', digits)]).toEqual([now, then, written]);
        expect([now, then, difference(shown, 'vi', digits).replace('+', '')]).toEqual([now, then, written]);
      }
    }
  },
);

test('a share is the same in the graph, in a file and on a page', () => {
  for (let index = 0; index <= 10_000; index += 1) {
    const told = carriedShare(index / 10_000, people);
    expect(told).toBe(index / 10_000);
    expect(cellText({ value: told }, 'percent', 'en')).toBe(`${Number((index / 100).toFixed(2))}%`);
    expect([told, share(told, 'vi')]).toEqual([told, asWritten.share(told)]);
  }
});

test('what a file writes in full, a page rounds by its digits', () => {
  expect([0.235, 1.005, 8.575, -0.235].map((value) => decimal(value, 'vi'))).toEqual(['0,24', '1,01', '8,58', '-0,24']);
  expect(points(0.23499999999999632, 'vi', 2)).toBe('0,24');
  expect(share(0.005, 'vi')).toBe('0,5%');
  expect([share(0.1005, 'vi'), share(0.70005, 'vi')]).toEqual(['10,1%', '70,0%']);
});
