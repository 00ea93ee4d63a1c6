import { describe, expect, test } from '@jest/globals';
import {
  likelyRanks,
  type PublishedPeople,
  RankTier,
  type Uncertain,
  uncertainPeople,
  uncertainValue,
} from './likely-ranks.js';

const ratioOrder = { isAscending: false, isLeastWorst: true };

/** A rounded count: each of ten numbers is equally probable. */
const counted = (lower: number, width = 9): Uncertain =>
  uncertainPeople({
    ...{ lower, upper: lower + width, estimate: lower, isOpen: false },
    interval: { lower, upper: lower + width },
  });

const estimated: PublishedPeople = {
  ...{ lower: 0, upper: 1000, estimate: 500, isOpen: false },
  interval: { lower: 480, upper: 530 },
};

const ranges = (values: readonly Uncertain[], isAscending = false) =>
  likelyRanks(values, { ...ratioOrder, isAscending }).map(({ first, last }) => `${first}–${last}`);

describe('numbers of people', () => {
  test('of a rounded count are equally probable', () => {
    expect(counted(20).least).toEqual([20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29]);
  });

  test('of an estimate have the ends of the interval near their ends, and lie within the bounds', () => {
    const { least, most } = uncertainPeople(estimated);
    expect(least).toBe(most);
    expect([least[0], least.at(-1)]).toEqual([480, 530]);
    expect(uncertainPeople({ ...estimated, lower: 490 }).least[0]).toBe(490);
  });

  test.each<[string, Partial<PublishedPeople>]>([
    ['bounds alone are known', { estimate: null, interval: { lower: 480, upper: 530 } }],
    ['an organisation is absent', { isOpen: true }],
    ['nobody is published', { estimate: 0, upper: 9, interval: { lower: 0, upper: 9 } }],
  ])('have no probability where %s', (_, altered) => {
    const { lower, upper } = altered.interval ?? { lower: 480, upper: 530 };
    expect(uncertainPeople({ ...estimated, ...altered })).toEqual({ least: [lower], most: [upper] });
  });

  test('over a range of denominators lie between the least and the largest ratio', () => {
    const { least } = uncertainValue(counted(20), { people: 100, atMost: 109 }, (people, of) => people / of);
    expect(least).toHaveLength(20);
    expect(least[0]).toBeGreaterThan(20 / 109);
    expect(least.at(-1)).toBeLessThan(29 / 100);
    expect(least).toEqual(least.toSorted((a, b) => a - b));
  });
});

describe('ranks', () => {
  test('are one place each where no two can be mistaken, either way', () => {
    expect(ranges([counted(30), counted(10), counted(20)])).toEqual(['1–1', '3–3', '2–2']);
    expect(ranges([counted(30), counted(10), counted(20)], true)).toEqual(['3–3', '1–1', '2–2']);
  });

  test('of two that overlap have the probability of one number above the other', () => {
    // Of a hundred pairs, the first number is larger in 79 and equal in 6.
    const [first, second] = likelyRanks([counted(24), counted(20)], ratioOrder);
    expect([first?.likely ?? first?.tier, second?.likely ?? second?.tier]).toEqual([RankTier.UPPER, RankTier.LOWER]);
    const [surely] = likelyRanks([counted(28), counted(20)], ratioOrder);
    expect(surely).toEqual({ likely: 1, first: 1, last: 1, tier: null, amongLastTen: 1 });
  });

  test('equal the exact distribution of all orders', () => {
    const values = [counted(20), counted(23), counted(26), counted(40)];
    const chances = exactly(values.map(({ least }) => least));
    for (const [index, { first, last }] of likelyRanks(values, ratioOrder).entries()) {
      let sum = 0;
      const sums = (chances[index] ?? []).map((chance) => (sum += chance));
      expect([first, last]).toEqual([0.05, 0.95].map((part) => sums.findIndex((one) => one >= part - 1e-9) + 1));
    }
  });

  test('of equal values are equal, and cover each of their places', () => {
    const ranks = likelyRanks([counted(20), counted(20), counted(0)], ratioOrder);
    expect(ranks[0]).toEqual(ranks[1]);
    expect(ranges([counted(20, 0), counted(20, 0), counted(0, 0)])).toEqual(['1–2', '1–2', '3–3']);
  });

  test('reach to all that bounds without a probability allow, and no most likely rank is given', () => {
    const open: Uncertain = { least: [0], most: [Number.POSITIVE_INFINITY] };
    const ranks = likelyRanks([open, counted(90), counted(10)], ratioOrder);
    expect(ranks.map(({ first, last }) => `${first}–${last}`)).toEqual(['1–3', '1–2', '2–3']);
    expect(ranks.map(({ likely }) => likely)).toEqual([null, null, null]);
  });

  test('wider than a quarter of the list become a third of it, or none', () => {
    const groups = [300, 200, 100].flatMap((lower) => Array.from({ length: 12 }, () => counted(lower)));
    const tiers = likelyRanks(groups, ratioOrder).map(({ tier }) => tier);
    expect([tiers[0], tiers[12], tiers[24]]).toEqual([RankTier.UPPER, RankTier.MIDDLE, RankTier.LOWER]);
    const alike = likelyRanks(
      Array.from({ length: 36 }, () => counted(100)),
      ratioOrder,
    );
    expect(new Set(alike.map(({ tier, likely }) => `${tier} ${likely}`))).toEqual(
      new Set(['NOT_DISTINGUISHABLE null']),
    );
  });

  test('give the probability of the ten furthest behind, whichever way the list runs', () => {
    const values = Array.from({ length: 20 }, () => counted(10));
    const all = (isAscending: boolean) => likelyRanks([...values, counted(100)], { isAscending, isLeastWorst: true });
    for (const ranks of [all(true), all(false)]) {
      expect(ranks.map(({ amongLastTen }) => amongLastTen)).toEqual([...values.map(() => 0.5), 0]);
    }
    expect(
      likelyRanks([...values, counted(100)], { isAscending: false, isLeastWorst: false }).at(-1)?.amongLastTen,
    ).toBe(1);
  });
});

/** How probable each place is: over all combinations of numbers; equal ones share their places. */
function exactly(all: readonly (readonly number[])[]): number[][] {
  const chances = all.map(() => all.map(() => 0));
  const visit = (drawn: readonly number[], weight: number): void => {
    const points = all[drawn.length];
    if (points) {
      for (const point of points) visit([...drawn, point], weight / points.length);
      return;
    }
    for (const [index, value] of drawn.entries()) {
      const before = drawn.filter((other) => other > value).length;
      const equal = drawn.filter((other) => other === value).length;
      // Of equal ones each is before another with a probability of one half, independently.
      for (let more = 0; more < equal; more += 1) {
        const chance = (weight * choose(equal - 1, more)) / 2 ** (equal - 1);
        const ofValue = chances[index] ?? [];
        ofValue[before + more] = (ofValue[before + more] ?? 0) + chance;
      }
    }
  };
  visit([], 1);
  return chances;
}

function choose(from: number, some: number): number {
  return some === 0 ? 1 : (choose(from - 1, some - 1) * from) / some;
}
