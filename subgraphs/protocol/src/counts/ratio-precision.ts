import { rounded } from '../values/rounded.js';
import { countStep, type PublishedCount } from './published-count.js';

/**
 * How many decimals a share of so many people carries: the fewest by which one step shows. Fewer would make
 * one of two different counts; more would say what nobody knows.
 * @param step what counts are rounded down to: ten, unless they are of the whole (`stepOf`), or told exactly.
 */
export function ratioDecimals(denominator: number, step = countStep): number {
  let decimals = 0;
  for (let told = step; told < denominator; told *= 10) decimals += 1;
  return decimals;
}

/** The share of so many people, with the decimals that it carries; halves are rounded up. */
export function carriedRatio(people: number, denominator: number, step = countStep): number {
  const scale = 10 ** ratioDecimals(denominator, step);
  // Whole numbers alone, so that every program comes to the same.
  return Math.floor((2 * people * scale + denominator) / (2 * denominator)) / scale;
}

/** A share that was computed of others, such as a pace, with the decimals that shares of so many people carry. */
export function carriedShare(share: number, denominator: number, step = countStep): number {
  return rounded(share, ratioDecimals(denominator, step));
}

/** A difference of shares in percentage points, with the decimals that shares of so many people carry. */
export function carriedPoints(share: number, denominator: number, step = countStep): number {
  const scale = 10 ** ratioDecimals(denominator, step);
  // Whole numbers alone, so that every program comes to the same.
  return (rounded(share * scale) * 100) / scale + 0;
}

/**
 * Between how many percentage points so many people more or fewer lie, at least and at most, whichever number of a range
 * they are a part of, with the decimals that shares of that many carry: rounded outward, so that nothing that may be is
 * left out.
 */
export function carriedPointsBetween(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { people: fewest, atMost: most }: PublishedCount,
  step = countStep,
): { readonly lower: number; readonly upper: number } {
  const scale = 10 ** ratioDecimals(fewest, step);
  const pointsOf = (steps: number) => (steps * 100) / scale + 0;
  // A difference is the farthest from none by the smallest number.
  return {
    lower: pointsOf(Math.floor((lower * scale) / (lower < 0 ? fewest : most))),
    upper: pointsOf(Math.ceil((upper * scale) / (upper < 0 ? most : fewest))),
  };
}

/**
 * Between how many percentage points a difference of shares lies, with the decimals that shares of so many people carry:
 * rounded outward.
 */
export function carriedPointsOutward(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  denominator: number,
  step = countStep,
): { readonly lower: number; readonly upper: number } {
  const scale = 10 ** ratioDecimals(denominator, step);
  return {
    lower: (Math.floor(lower * scale + 1e-9) * 100) / scale + 0,
    upper: (Math.ceil(upper * scale - 1e-9) * 100) / scale + 0,
  };
}
