import { describe, expect, test } from '@jest/globals';
import { overlapErrorOf, overlapOf } from './overlap.js';
import { informationOf, likelihoodOf, type Parts } from './overlap-model.js';
import { PeopleSketch } from './people-sketch.js';
import { solve } from './solve.js';

/** A generator for these tests: Marsaglia's xorshift in 32 bits, two numbers for a token. */
function tokens(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.imul(state, 0x9e3779b1) ^ (state >>> 15);
  };
}

function sketchesOf([onlyFirst, onlySecond, both]: Parts, seed = 1): [PeopleSketch, PeopleSketch] {
  const [first, second, next] = [new PeopleSketch(), new PeopleSketch(), tokens(seed)];
  for (let person = 0; person < onlyFirst + onlySecond + both; person++) {
    const [high, low] = [next(), next()];
    if (person >= onlySecond) first.addWords(high, low);
    if (person < onlySecond || person >= onlySecond + onlyFirst) second.addWords(high, low);
  }
  return [first, second];
}

describe('an overlap', () => {
  test('is nobody where one has nobody', () => {
    const [first] = sketchesOf([50, 0, 0]);
    const nobody = { people: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
    expect(overlapOf(first, new PeopleSketch())).toEqual(nobody);
    expect(overlapOf(new PeopleSketch(), first)).toEqual(nobody);
    expect(overlapOf(new PeopleSketch(), new PeopleSketch())).toEqual(nobody);
  });

  test.each<Parts>([
    [20, 20, 20],
    [0, 0, 20],
    [0, 20, 10],
    [5, 300, 20],
  ])('of few people is their number: %i, %i, %i', (...parts) => {
    const { people, interval } = overlapOf(...sketchesOf(parts));
    expect(Math.abs(people - parts[2])).toBeLessThanOrEqual(1);
    expect(interval.upper - interval.lower).toBeLessThanOrEqual(2);
  });

  test.each<Parts>([
    [0, 0, 20_000],
    [10_000, 10_000, 0],
    [10_000, 10_000, 5000],
    [0, 30_000, 3000],
    [20_000, 500, 500],
    [3000, 3000, 60],
  ])('of %i, %i and %i is within three standard errors, either way round', (...parts) => {
    const [first, second] = sketchesOf(parts);
    const overlap = overlapOf(first, second);
    expect(Math.abs(overlap.people - parts[2])).toBeLessThan(
      3 * Math.max(overlap.standardError, overlapErrorOf(parts, 4096)),
    );
    expect(overlap.interval.lower).toBeLessThanOrEqual(overlap.people);
    expect(overlap.interval.upper).toBeGreaterThanOrEqual(overlap.people);
    const other = overlapOf(second, first);
    expect(Math.abs(other.people - overlap.people)).toBeLessThanOrEqual(1);
  });

  test('of few among many is unknown from none to all, and the interval says so', () => {
    const [many, few] = sketchesOf([400_000, 20, 20]);
    const { standardError, interval } = overlapOf(many, few);
    expect(standardError).toBeLessThanOrEqual(41);
    expect(interval.lower).toBe(0);
    expect(interval.upper).toBeGreaterThan(30);
    expect(interval.upper).toBeLessThanOrEqual(few.estimate().interval.upper);
  });

  test('has an interval of 1.96 standard errors to each side, in the middle', () => {
    const { people, standardError, interval } = overlapOf(...sketchesOf([10_000, 10_000, 5000]));
    expect((people - interval.lower) / standardError).toBeCloseTo(1.97, 1);
    expect((interval.upper - people) / standardError).toBeCloseTo(2, 1);
  });

  test('has the error of the set where both are the same, and of chance where they share nobody', () => {
    // For equal sets, the error is one set's; for disjoint sets, people that share a cell cause the error.
    expect(overlapErrorOf([0, 0, 1000], 4096)).toBeCloseTo(6.453, 2);
    expect(overlapErrorOf([100, 100, 20], 4096)).toBeLessThan(1.2);
    expect(overlapErrorOf([1e6, 1e6, 1e6], 4096)).toBeCloseTo(17_191, -1);
  });

  test('is a number for sketches that nobody can have made of people', () => {
    const full = new PeopleSketch(8);
    for (let row = 0; row < 256; row++) {
      for (let column = 0; column < 32; column++) full.addWords(row * 2 ** 24, 2 ** (31 - column));
    }
    const few = new PeopleSketch(8);
    few.addWords(0, 1);
    for (const [first, second] of [
      [full, full],
      [full, few],
      [few, full],
    ] as const) {
      const { people, standardError, interval } = overlapOf(first, second);
      for (const value of [people, standardError, interval.lower, interval.upper]) {
        expect(Number.isFinite(value)).toBe(true);
      }
    }
  });

  test('refuses another precision', () => {
    expect(() => overlapOf(new PeopleSketch(12), new PeopleSketch(10))).toThrow('but got 12 and 10.');
  });
});

describe('the likelihood', () => {
  const parts: Parts = [800, 3000, 500];
  const shared = sketchesOf(parts)[0].sharedCells(sketchesOf(parts)[1]);

  test('has the slopes that differences say', () => {
    const { score } = likelihoodOf(shared, 4096, parts);
    for (const index of [0, 1, 2]) {
      const at = (change: number) =>
        likelihoodOf(
          shared,
          4096,
          parts.map((part, other) => part + (other === index ? change : 0)) as unknown as Parts,
        ).likelihood;
      expect(score[index]).toBeCloseTo((at(0.5) - at(-0.5)) / 1, 5);
    }
  });

  test('has the information that the slopes of its expectation say', () => {
    const information = informationOf(4096, parts);
    for (const [row, line] of information.entries()) {
      for (const [index, value] of line.entries()) expect(value).toBeCloseTo(information[index]![row]!, 12);
    }
    // A Poisson-distributed number of people in an exact table would have 1 / people.
    expect(information[0]![0]! * 800).toBeGreaterThan(0.5);
    expect(information[0]![0]! * 800).toBeLessThan(1);
  });
});

describe('a linear system', () => {
  test('is solved', () => {
    const matrix = [
      [4, 2, 1],
      [2, 5, 3],
      [1, 3, 6],
    ];
    const solved = solve(matrix, [7, 8, 9])!;
    const back = matrix.map((row) => row.reduce((sum, value, index) => sum + value * solved[index]!, 0));
    for (const [index, value] of [7, 8, 9].entries()) expect(back[index]).toBeCloseTo(value, 10);
    expect(solve([[4]], [2])).toEqual([0.5]);
  });

  test('is none where the matrix is singular', () => {
    const singular = [
      [1, 2],
      [2, 4],
    ];
    expect(solve(singular, [1, 1])).toBeUndefined();
  });
});
