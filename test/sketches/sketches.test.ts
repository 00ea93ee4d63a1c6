import { describe, expect, test } from '@jest/globals';
import { overlapOf } from '../../subgraphs/protocol/src/sketch/overlap.js';
import { PeopleSketch } from '../../subgraphs/protocol/src/sketch/people-sketch.js';
import { coverageBounds, judge, type Judged } from './support/judge.js';
import { theoryOfOverlap, theoryOfPeople } from './support/theory.js';
import { drawUnion } from './support/unions.js';

/** All unions take a minute or two: `pnpm prove sketches`. */
const all = process.env['SKETCHES'] === 'all';
const number = all ? 2000 : 200;
const rows = 4096;

/**
 * Below this standard error, in people, a sketch is all but exact: intervals have whole numbers for ends, so that they
 * have the true number more often than in 95 % of cases, and are judged apart.
 */
const nearlyExact = 3;

const unions: Judged[] = [];
/** Overlaps by where they are: everybody of the smaller, nobody, or near to that; or between. */
const overlaps: Record<'between' | 'nearlyExact' | 'nobody' | 'everybody' | 'nearEnds', Judged[]> = {
  between: [],
  nearlyExact: [],
  nobody: [],
  everybody: [],
  nearEnds: [],
};

for (let index = 0; index < number; index++) {
  const drawn = drawUnion(index);
  const sketches = drawn.sketches.map((bytes) => PeopleSketch.fromBytes(bytes));
  const [one, another] = sketches as [PeopleSketch, PeopleSketch];
  const overlap = { truth: drawn.both, estimate: overlapOf(one, another) };
  const union = sketches.reduce((merged, sketch) => merged.merge(sketch), new PeopleSketch());
  unions.push({ truth: drawn.people, theory: theoryOfPeople(drawn.people, rows), estimate: union.estimate() });

  const smaller = Math.min(drawn.first, drawn.second);
  const isEnd = drawn.both === 0 || drawn.both === smaller;
  // At an end, the information is that of cells that are hardly ever hit, which no estimator reaches.
  const theory = isEnd ? NaN : theoryOfOverlap(drawn.first, drawn.second, drawn.both, rows);
  const isNearEnd = Math.min(drawn.both, smaller - drawn.both) < 2 * theory;
  const kind = drawn.both === 0 ? 'nobody' : isEnd ? 'everybody' : theory < nearlyExact ? 'nearlyExact' : 'between';
  overlaps[kind === 'between' && isNearEnd ? 'nearEnds' : kind].push({ ...overlap, theory });
}

/** Checks what is judged as a whole; with 200 cases within what chance allows once in 10,000 runs. */
function expectAsGoodAsTheory(cases: readonly Judged[]): void {
  const { covered, error, width } = judge(cases);
  const bounds = all ? { least: 0.93 * cases.length, most: 0.97 * cases.length } : coverageBounds(cases.length);
  expect(covered).toBeGreaterThanOrEqual(bounds.least);
  expect(covered).toBeLessThanOrEqual(bounds.most);
  expect(width).toBeLessThanOrEqual(1.1);
  // The standard deviation of a root mean square of n normal numbers is 1 / sqrt(2 n).
  expect(error).toBeLessThanOrEqual(all ? 1.1 : 1 + 3.72 / Math.sqrt(2 * cases.length));
}

function expectCovered(cases: readonly Judged[]): void {
  const { covered } = judge(cases);
  expect(covered).toBeGreaterThanOrEqual(all ? 0.93 * cases.length : coverageBounds(cases.length).least);
}

describe(`${number} unions of 2 to 8 organisations`, () => {
  const large = unions.filter(({ theory }) => theory >= nearlyExact);
  const small = unions.filter(({ theory }) => theory < nearlyExact);

  test('are estimated as well as theory allows', () => {
    expect(large.length).toBeGreaterThan(0.6 * number);
    expectAsGoodAsTheory(large);
  });

  test('are all but exact where they are small', () => {
    expect(small.length).toBeGreaterThan(0.1 * number);
    expectCovered(small);
    const errors = small.map(({ truth, estimate }) => Math.abs(estimate.people - truth));
    expect(Math.max(...errors)).toBeLessThanOrEqual(4 * nearlyExact);
    for (const { truth, estimate } of small.filter(({ truth }) => truth <= 30)) {
      expect(estimate.interval.lower).toBe(estimate.interval.upper);
      expect(truth - estimate.people).toBeLessThanOrEqual(2);
    }
  });
});

describe(`what two of the organisations share, in ${number} unions`, () => {
  test('is estimated as well as theory allows', () => {
    expect(overlaps.between.length).toBeGreaterThan(0.35 * number);
    expectAsGoodAsTheory(overlaps.between);
  });

  test.each(['nearlyExact', 'nobody', 'everybody', 'nearEnds'] as const)('has an interval that holds (%s)', (kind) => {
    expectCovered(overlaps[kind]);
  });
});

describe('the theory', () => {
  test('is the published constant for many people: Pettie and Wang (2021), sqrt(6 ln 2) / π', () => {
    const constant = Math.sqrt(6 * Math.LN2) / Math.PI;
    expect(((theoryOfPeople(1e9, rows) / 1e9) * Math.sqrt(rows)) / constant).toBeCloseTo(1, 4);
  });

  test('is the number of pairs that share a cell for few people', () => {
    // Two people share a cell with the probability of the sum of hit², 1 / 3 of a row's.
    const pairs = (100 * 99) / 2 / (3 * rows);
    expect(theoryOfPeople(100, rows) / Math.sqrt(pairs)).toBeCloseTo(1, 1);
  });

  test('of an overlap is that of the set where both are nearly the same', () => {
    expect(theoryOfOverlap(50_001, 50_001, 50_000, rows) / theoryOfPeople(50_000, rows)).toBeCloseTo(1, 1);
  });
});

if (all) {
  const edges = [20, 100, 300, 1000, 3000, 10_000, 100_000, 1_000_000, Infinity];
  const classes = edges.slice(1).map((end, index) => {
    const within = unions.filter(({ truth }) => truth >= edges[index]! && truth < end);
    return [`${edges[index]} to ${end}`, within] as const;
  });
  const rowsOf = (named: readonly (readonly [string, readonly Judged[]])[]) =>
    named.map(([name, cases]) => {
      const { covered, error, width } = judge(cases);
      const rounded = (value: number) => Number(value.toFixed(3));
      return {
        name,
        cases: cases.length,
        covered: rounded(covered / cases.length),
        ...{ error: rounded(error), width: rounded(width) },
      };
    });
  console.table(rowsOf([...classes, ['all but small', unions.filter(({ theory }) => theory >= nearlyExact)]]));
  console.table(rowsOf(Object.entries(overlaps)));
}
