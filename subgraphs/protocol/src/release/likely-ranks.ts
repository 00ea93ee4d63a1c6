import type { PublishedCount } from '../counts/published-count.js';

/** The published values of a number of people. */
export interface PublishedPeople {
  readonly lower: number;
  /** Null where there is no upper bound. */
  readonly upper: number | null;
  /** Null where only bounds are known. */
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** Whether the figure of an expected organisation is missing: its people have no probability. */
  readonly isOpen: boolean;
}

/**
 * A value that is not known exactly: equally probable numbers in ascending order. Where no number has a probability,
 * `least` and `most` have the two bounds; otherwise they are the same numbers.
 */
export interface Uncertain {
  readonly least: readonly number[];
  readonly most: readonly number[];
}

/** The third of a list that a place is in, with a probability of at least 80 %. */
export enum RankTier {
  UPPER = 'UPPER',
  MIDDLE = 'MIDDLE',
  LOWER = 'LOWER',
  NOT_DISTINGUISHABLE = 'NOT_DISTINGUISHABLE',
}

/** A rank by its probability. */
export interface LikelyRank {
  /** The most likely rank; null if there is a tier, or if it depends on values without a probability. */
  readonly likely: number | null;
  /** The ends of the range that has 90 % of the probability. */
  readonly first: number;
  readonly last: number;
  /** Null if the range is one place, or at most a quarter of the list. */
  readonly tier: RankTier | null;
  /** The probability of being among the ten furthest behind, with two decimals; null if bounds do not give it. */
  readonly amongLastTen: number | null;
}

/** The order of a list. */
export interface RankedOrder {
  /** Whether the smallest is the first. */
  readonly isAscending: boolean;
  /** Whether the smallest is the furthest behind. */
  readonly isLeastWorst: boolean;
}

/** Points of the standard normal distribution above its middle: 52.5 %, 57.5 %, … 97.5 %. */
const normalPoints = [
  0.062707, 0.189118, 0.318639, 0.453762, 0.59776, 0.755415, 0.934589, 1.150349, 1.439531, 1.959964,
];

const outermost = 1.959964;

/** The number of equally probable numbers that stand for a value. */
const count = 2 * normalPoints.length;

const standardPoints = [...normalPoints.map((point) => -point).reverse(), ...normalPoints];

/** Numbers of a range of denominators for each number of people. */
const denominatorsOfEach = 5;

const certain = 1e-9;

/**
 * A number of people by its published values: of an estimate, a normal distribution on each side, whose 2.5 % and 97.5 %
 * points are the ends of the interval; where the interval is the bounds themselves, each number between them is equally
 * probable. For a published 0, no number has a probability: most are near 0.
 */
export function uncertainPeople({ lower, upper, estimate, interval, isOpen }: PublishedPeople): Uncertain {
  const most = interval?.upper ?? upper ?? Number.POSITIVE_INFINITY;
  if (estimate === null || interval === null || isOpen) return between(interval?.lower ?? lower, most);
  const isCount = interval.lower === lower && interval.upper === upper;
  if (isCount) return lower === 0 ? between(0, upper) : known(evenly(lower, upper, count));
  const highest = upper ?? Number.POSITIVE_INFINITY;
  return known(around(estimate, interval).map((people) => Math.min(highest, Math.max(lower, people))));
}

/** A number with an interval that has 95 % of its probability; bounds without an end if there is no interval. */
export function uncertainNumber(value: number, interval: PublishedPeople['interval']): Uncertain {
  if (!interval) return between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return known(around(value, interval));
}

/**
 * A value of people and their denominator. Each number in the range of the denominator is equally probable.
 * @param valueOf rises or falls with the people, and with the denominator.
 */
export function uncertainValue(
  { least, most }: Uncertain,
  denominator: PublishedCount,
  valueOf: (people: number, denominator: number) => number,
): Uncertain {
  const { people, atMost } = denominator;
  if (least !== most) {
    const ends = [...least, ...most].flatMap((some) => [valueOf(some, people), valueOf(some, atMost)]);
    return between(Math.min(...ends), Math.max(...ends));
  }
  const denominators = people === atMost ? [people] : evenly(people, atMost, denominatorsOfEach);
  const values = denominators.flatMap((one) => least.map((some) => valueOf(some, one))).sort((a, b) => a - b);
  const middle = (denominators.length - 1) / 2;
  return known(least.map((_, index) => values[index * denominators.length + middle] ?? 0));
}

/**
 * Ranks values by their probability. The values are independent; of equal ones each may be first. Equal values have
 * equal ranks.
 * @returns a rank for each, in their order.
 */
export function likelyRanks(values: readonly Uncertain[], { isAscending, isLeastWorst }: RankedOrder): LikelyRank[] {
  const all = isAscending ? values : values.map(inverted);
  const [leasts, mosts] = [all.map(({ least }) => least), all.map(({ most }) => most)];
  const areAllProbable = all.every(({ least, most }) => least === most);
  return all.map(({ least, most }, index) => {
    const best = sumsOf(rankChances(least, mosts.toSpliced(index, 1)));
    const worst = areAllProbable ? best : sumsOf(rankChances(most, leasts.toSpliced(index, 1)));
    return rankOf(best, worst, isAscending === isLeastWorst);
  });
}

/** A rank from the probabilities of being at most at each place: if all unknown is favourable, and if none is. */
function rankOf(best: Sums, worst: Sums, areFirstWorst: boolean): LikelyRank {
  const { length } = best;
  const first = pointOf(best, 0.05);
  const last = pointOf(worst, 0.95);
  const tier = last > first && last - first + 1 > length / 4 ? tierOf(best, worst) : null;
  const likely = modeOf(best);
  const [fewest, many] = areFirstWorst
    ? [upTo(worst, 10), upTo(best, 10)]
    : [1 - upTo(best, length - 10), 1 - upTo(worst, length - 10)];
  return {
    likely: tier === null && likely === modeOf(worst) ? likely : null,
    ...{ first, last, tier },
    amongLastTen: many - fewest < 0.005 ? Math.round(fewest * 100 + certain) / 100 : null,
  };
}

function tierOf(best: Sums, worst: Sums): RankTier {
  const { length } = best;
  const [oneThird, twoThirds] = [Math.round(length / 3), Math.round((2 * length) / 3)];
  const least = 0.8 - certain;
  if (upTo(worst, oneThird) >= least) return RankTier.UPPER;
  if (1 - upTo(best, twoThirds) >= least) return RankTier.LOWER;
  return upTo(worst, twoThirds) - upTo(best, oneThird) >= least ? RankTier.MIDDLE : RankTier.NOT_DISTINGUISHABLE;
}

/** How probable it is to be at most at each place, from the first on. */
type Sums = Float64Array;

const upTo = (sums: Sums, place: number) => (place < 1 ? 0 : (sums[place - 1] ?? 1));

/** The first place up to which there is a part of the probability. */
function pointOf(sums: Sums, part: number): number {
  return sums.findIndex((sum) => sum >= part - certain) + 1;
}

/** The most probable place, the first of equally probable ones. */
function modeOf(sums: Sums): number {
  let [mode, most] = [1, 0];
  for (const [index, sum] of sums.entries()) {
    const chance = sum - upTo(sums, index);
    if (chance > most + certain) [mode, most] = [index + 1, chance];
  }
  return mode;
}

function sumsOf(chances: Float64Array): Sums {
  let sum = 0;
  return chances.map((chance) => (sum += chance));
}

/**
 * How probable each place is among others: the sum over a value's numbers, given each of which the others are before it
 * independently of each other (a Poisson binomial distribution).
 */
function rankChances(own: readonly number[], others: readonly (readonly number[])[]): Float64Array {
  const total = new Float64Array(others.length + 1);
  const [first, last] = [own[0] ?? 0, own.at(-1) ?? 0];
  const before = others.filter((points) => (points.at(-1) ?? 0) < first).length;
  const near = others.filter((points) => (points.at(-1) ?? 0) >= first && (points[0] ?? 0) <= last);
  const chances = new Float64Array(near.length + 1);
  const reached = new Uint8Array(near.length);
  for (const [index, value] of own.entries()) {
    // Equal numbers, which are many where a value is certain, have the same distribution.
    if (index > 0 && value === own[index - 1]) continue;
    chances.fill(0);
    chances[0] = (own.lastIndexOf(value) - index + 1) / own.length;
    let [surely, possible] = [before, 0];
    for (let other = 0; other < near.length; other += 1) {
      const points = near[other] ?? [];
      const chance = chanceBefore(points, value, reached, other);
      if (chance === 1) surely += 1;
      if (chance === 0 || chance === 1) continue;
      possible += 1;
      for (let at = possible; at > 0; at -= 1) {
        chances[at] = (chances[at] ?? 0) * (1 - chance) + (chances[at - 1] ?? 0) * chance;
      }
      chances[0] *= 1 - chance;
    }
    for (let at = 0; at <= possible; at += 1) total[surely + at] = (total[surely + at] ?? 0) + (chances[at] ?? 0);
  }
  return total;
}

/**
 * The part of some numbers that is before a value; half of the equal ones.
 * @param reached how many numbers of each were before the last, smaller value.
 */
function chanceBefore(points: readonly number[], value: number, reached: Uint8Array, other: number): number {
  let [before, equal] = [reached[other] ?? 0, 0];
  while (before < points.length && (points[before] ?? 0) < value) before += 1;
  reached[other] = before;
  while (before + equal < points.length && points[before + equal] === value) equal += 1;
  return (before + equal / 2) / points.length;
}

function around(value: number, { lower, upper }: { readonly lower: number; readonly upper: number }): number[] {
  return standardPoints.map((point) =>
    Math.floor(value + (point / outermost) * (point < 0 ? value - lower : upper - value) + 0.5),
  );
}

/** Equally spaced numbers of a range of whole numbers. */
function evenly(from: number, to: number, parts: number): number[] {
  return Array.from(
    { length: parts },
    (_, index) => from + Math.floor(((2 * index + 1) * (to - from + 1)) / (2 * parts)),
  );
}

const known = (points: readonly number[]): Uncertain => ({ least: points, most: points });

const between = (lower: number, upper: number): Uncertain => ({ least: [lower], most: [upper] });

function inverted({ least, most }: Uncertain): Uncertain {
  const invert = (points: readonly number[]) => points.map((point) => -point).reverse();
  const inverse = invert(least);
  return least === most ? known(inverse) : { least: invert(most), most: inverse };
}
