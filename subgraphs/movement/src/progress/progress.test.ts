import { describe, expect, test } from '@jest/globals';
import { computeProgress, type ProgressInput, ProgressStatus, type Share } from './progress.js';

const goal = { target: 0.8, base: 0, startsOn: '2025-01-01', deadline: '2026-12-31' };
const share = (people: number): Share => ({ people, suppressed: false, asOf: '2026-06-01T00:00:00Z' });
const withheld: Share = { people: null, suppressed: true, asOf: '2026-05-01T00:00:00Z' };

function progress(shares: Record<string, Share | null>, input: Partial<ProgressInput> = {}) {
  return computeProgress({
    goal,
    denominator: 1000,
    on: '2026-12-31',
    ...input,
    shares: new Map(Object.entries(shares)),
  });
}

describe('bounds', () => {
  test.each<[string, Record<string, Share | null>, { lower: number; upper: number | null } | null]>([
    ['the largest and the sum', { a: share(300), b: share(200) }, { lower: 300, upper: 500 }],
    ['the sum is capped by the denominator', { a: share(700), b: share(600) }, { lower: 700, upper: 1000 }],
    ['zero is zero', { a: share(0), b: share(0) }, { lower: 0, upper: 0 }],
    ['with one missing, only the denominator bounds', { a: share(300), b: null }, { lower: 300, upper: 1000 }],
    ['a suppressed share counts as at least one', { a: withheld, b: share(0) }, { lower: 1, upper: 1000 }],
    [
      'a suppressed share lifts the upper bound to the denominator',
      { a: withheld, b: share(40) },
      { lower: 40, upper: 1000 },
    ],
    ['an outdated denominator never falls below the lower bound', { a: share(1200) }, { lower: 1200, upper: 1200 }],
    ['all missing: not known', { a: null, b: null }, null],
  ])('%s', (_name, shares, people) => {
    expect(progress(shares).people).toEqual(people);
  });

  test('without a denominator, a missing organisation leaves no upper bound', () => {
    const { people, ratio, gapPeople, status } = progress({ a: share(5), b: null }, { denominator: null });
    expect({ people, ratio, gapPeople, status }).toEqual({
      people: { lower: 5, upper: null },
      ratio: null,
      gapPeople: null,
      status: ProgressStatus.NO_DATA,
    });
  });
});

test.each<[string, Record<string, Share>, object | null]>([
  ['has no figure', { a: { ...share(0), people: null }, b: { ...share(0), people: null } }, null],
  ['has the figure of those who counted in it', { a: share(30), b: { ...share(0), people: null } }, { lower: 30 }],
  ['has somebody where a cell is withheld', { a: withheld, b: { ...share(0), people: null } }, { lower: 1 }],
])('a commune that began only after the period %s', (_what, shares, people) => {
  const { people: found } = progress(shares, { beganLater: true });
  if (people === null) expect(found).toBeNull();
  else expect(found).toMatchObject(people);
});

test('the gap runs from the lower bound to the target', () => {
  const { ratio, gapPeople, gapPoints } = progress({ a: share(300), b: share(200) });
  expect(ratio).toBe(0.3);
  expect(gapPeople).toBe(500);
  expect(gapPoints).toBeCloseTo(50, 9);
});

test('more people than an outdated denominator knows of are not hidden', () => {
  const { people, ratio, gapPeople, gapPoints, status } = progress({ a: share(1200) });
  expect({ people, ratio, gapPeople, gapPoints, status }).toEqual({
    people: { lower: 1200, upper: 1200 },
    ratio: 1.2,
    gapPeople: 0,
    gapPoints: 0,
    status: ProgressStatus.ACHIEVED,
  });
});

test('who reported, who is missing, and the oldest as-of', () => {
  const { reported, missing, asOf } = progress({ a: share(1), b: withheld, c: null });
  expect({ reported, missing, asOf }).toEqual({
    reported: ['a', 'b'],
    missing: ['c'],
    asOf: new Date('2026-05-01T00:00:00Z'),
  });
});

describe('status', () => {
  test.each<[string, number, string, ProgressStatus]>([
    ['the lower bound reaches the target', 800, '2026-01-01', ProgressStatus.ACHIEVED],
    ['on the line at half time', 400, '2026-01-01', ProgressStatus.ON_TRACK],
    ['0.75 of the pace', 300, '2026-01-01', ProgressStatus.AT_RISK],
    ['half of the pace', 200, '2026-01-01', ProgressStatus.OFF_TRACK],
    ['short of the target at the deadline', 790, '2026-12-31', ProgressStatus.OFF_TRACK],
    ['before the start', 0, '2024-12-31', ProgressStatus.NOT_STARTED],
  ])('%s', (_name, people, on, status) => {
    expect(progress({ a: share(people) }, { on }).status).toBe(status);
  });

  test('below where it began', () => {
    const shares = { a: share(50) };
    expect(progress(shares, { goal: { ...goal, base: 0.1 }, on: '2026-01-01' }).status).toBe(ProgressStatus.FALLING);
  });

  test('upper bound alone never achieves a goal', () => {
    expect(progress({ a: share(500), b: share(500) }, { on: '2026-01-01' }).status).toBe(ProgressStatus.ON_TRACK);
  });

  test('nobody answered', () => {
    expect(progress({ a: null }).status).toBe(ProgressStatus.NO_DATA);
  });
});
