import { maxColumns, shareOf } from './cells.js';

/** An estimate of the number of people. */
export interface Estimate {
  /** The most likely number of people, a whole number. */
  readonly people: number;
  /** The standard deviation of the sketch's error, in people. It does not include other errors, such as wrong data. */
  readonly standardError: number;
  /** The 95 % interval of the sketch's error: whole numbers, both ends inclusive. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** The 97.5th percentile of the normal distribution. */
export const quantile = 1.959963984540054;

/** The largest plausible number of people for each cell, so that forged bytes do not lead to infinite numbers. */
const most = 2 ** 40;

/**
 * Estimates people from how many cells of each column are set: maximum likelihood with independent cells
 * (Poissonisation), as in Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017).
 * @param set the number of set cells of each column, from the first; missing columns have none.
 * @param cells how many cells a column has.
 */
export function estimatePeople(set: readonly number[], cells: number): Estimate {
  const found = set.reduce((sum, count) => sum + count, 0);
  if (found === 0) return { people: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
  const likeliest = mostLikely(set, cells);
  // The interval has every number of people whose distance to the estimate is within the quantile.
  const end = (sign: number) => {
    let [people, former] = [likeliest, Infinity];
    for (let step = 0; step < 8 && Math.abs(people - former) > 1e-9 * likeliest; step++) {
      former = people;
      people = Math.min(most * cells, likeliest + sign * quantile * standardErrorOf(people, cells));
    }
    return Math.max(found, Math.round(people));
  };
  const people = Math.max(found, Math.round(likeliest));
  return {
    people,
    standardError: standardErrorOf(likeliest, cells),
    interval: { lower: Math.min(people, end(-1)), upper: Math.max(people, end(1)) },
  };
}

/** The number with the greatest likelihood, found by Newton's method from below. */
export function mostLikely(set: readonly number[], cells: number): number {
  let found = 0;
  let weightOfSet = 0;
  for (const [column, count] of set.entries()) {
    found += count;
    weightOfSet += count * shareOf(column);
  }
  const weightOfUnset = cells - weightOfSet;
  // For each cell: the score is convex and falls, so every step from below stays below the root.
  let density = found / (weightOfUnset + weightOfSet / 2);
  for (let step = 0; step < 200; step++) {
    let score = -weightOfUnset;
    let slope = 0;
    for (const [column, count] of set.entries()) {
      const share = shareOf(column);
      const grown = Math.expm1(density * share);
      const part = (count * share) / grown;
      score += part;
      slope += part * share * (1 + 1 / grown);
    }
    // Not a number where all cells are set, which no honest sketch has: the search ends where the likelihood is flat.
    const more = score / slope;
    if (!(more > density * 1e-12)) break;
    density += more;
  }
  return density * cells;
}

/**
 * The standard error of the most likely number for so many people. The inverse of the Fisher information is the
 * variance for a Poisson-distributed number; the number is fixed, so its own variance, `people`, is subtracted.
 */
export function standardErrorOf(people: number, cells: number): number {
  const density = people / cells;
  let information = 0;
  for (let column = 0; column < maxColumns; column++) {
    const share = shareOf(column);
    information += (share * share) / Math.expm1(density * share);
  }
  return Math.sqrt(Math.max(0, cells / information - people));
}
