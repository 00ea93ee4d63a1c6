import { describe, expect, test } from '@jest/globals';
import { maxColumns, popCount, shareOf } from './cells.js';
import { estimatePeople, mostLikely, standardErrorOf } from './estimate.js';

/** How many cells of each column are set on average for so many people, without columns that have none. */
function expectedCells(people: number, cells: number): number[] {
  const set = Array.from(
    { length: maxColumns },
    (_, column) => -cells * Math.expm1((-people / cells) * shareOf(column)),
  );
  return set.slice(0, set.findLastIndex((count) => count > 0.001) + 1);
}

describe('cells', () => {
  test('share out all tokens', () => {
    const shares = Array.from({ length: maxColumns }, (_, column) => shareOf(column));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
    expect([shareOf(0), shareOf(1), shareOf(30), shareOf(31)]).toEqual([0.5, 0.25, 2 ** -31, 2 ** -31]);
  });

  test.each([0, 1, 0x80000000, 0xffffffff, 0x55555555, 0x12345678, -1, 0xf0f0f0f1])('have the bits of %i', (word) => {
    expect(popCount(word)).toBe((word >>> 0).toString(2).replaceAll('0', '').length);
  });
});

describe('the most likely number', () => {
  test.each([20, 1000, 30_000, 3_000_000, 1e9, 1e11, 1e12])('is %d where the cells are those of %d', (people) => {
    expect(mostLikely(expectedCells(people, 4096), 4096) / people).toBeCloseTo(1, 3);
    expect(mostLikely(expectedCells(people, 256), 256) / people).toBeCloseTo(1, 3);
  });

  test('is a number, whatever cells are set', () => {
    expect(mostLikely([], 4096)).toBe(0);
    expect(mostLikely(Array(32).fill(4096) as number[], 4096)).toBeGreaterThan(1e14);
    expect(Number.isFinite(mostLikely([0, 0, 4096], 4096))).toBe(true);
    const forged = estimatePeople(Array(32).fill(4096) as number[], 4096);
    expect(Number.isFinite(forged.people)).toBe(true);
    expect(forged.interval.lower).toBeLessThanOrEqual(forged.people);
    expect(forged.interval.upper).toBeGreaterThanOrEqual(forged.people);
  });
});

describe('the standard error', () => {
  test('is that of pairs in one cell for few people, and 0.649 / sqrt(cells) of many', () => {
    expect(standardErrorOf(100, 4096)).toBeCloseTo(Math.sqrt(100 ** 2 / (6 * 4096)), 2);
    expect(standardErrorOf(1e8, 4096) / 1e8).toBeCloseTo(0.64914 / 64, 5);
    expect(standardErrorOf(1e8, 256) / 1e8).toBeCloseTo(0.64914 / 16, 4);
  });
});

describe('an estimate', () => {
  test('of few people is their number', () => {
    for (const set of [[1], [10, 5, 2], [16, 8, 4, 2]]) {
      const people = set.reduce((sum, count) => sum + count, 0);
      expect(estimatePeople(set, 4096)).toMatchObject({ people, interval: { lower: people, upper: people } });
    }
  });

  test('is never less than the cells that are set, and its interval neither', () => {
    const { people, interval } = estimatePeople([30, 16, 8, 4, 2], 4096);
    expect({ people, interval }).toEqual({ people: 60, interval: { lower: 60, upper: 61 } });
  });

  test('of many people has an interval of 1.96 standard errors of its ends to each side', () => {
    const { people, standardError, interval } = estimatePeople(expectedCells(100_000, 4096), 4096);
    expect(people).toBe(100_000);
    expect(standardError).toBeCloseTo(standardErrorOf(100_000, 4096), 1);
    expect(interval.lower + 1.96 * standardErrorOf(interval.lower, 4096)).toBeCloseTo(100_000, -1);
    expect(interval.upper - 1.96 * standardErrorOf(interval.upper, 4096)).toBeCloseTo(100_000, -1);
  });
});
