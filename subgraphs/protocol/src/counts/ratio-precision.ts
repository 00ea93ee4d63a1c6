import { rounded } from '../values/rounded.js';
import { countStep, type PublishedCount } from './published-count.js';

/**
 * The number of decimals for a share of so many people: the fewest that show one step. Fewer decimals would make two
 * different counts equal; more would claim unknown precision.
 * @param step the step of rounding counts: ten, unless they cover the root place (`stepOf`), or are exact.
 */
export function ratioDecimals(denominator: number, step = countStep): number {
  let decimals = 0;
  for (let told = step; told < denominator; told *= 10) decimals += 1;
  return decimals;
}

/** The share of so many people, with its decimals; halves are rounded up. */
export function carriedRatio(people: number, denominator: number, step = countStep): number {
  const scale = 10 ** ratioDecimals(denominator, step);
  // Uses whole numbers only, so that every program gets the same result.
  return Math.floor((2 * people * scale + denominator) / (2 * denominator)) / scale;
}

/** A share computed from others, such as a pace, with the decimals of shares of so many people. */
export function carriedShare(share: number, denominator: number, step = countStep): number {
  return rounded(share, ratioDecimals(denominator, step));
}

/** A difference of shares in percentage points, with the decimals of shares of so many people. */
export function carriedPoints(share: number, denominator: number, step = countStep): number {
  const scale = 10 ** ratioDecimals(denominator, step);
  // Uses whole numbers only, so that every program gets the same result.
  return (rounded(share * scale) * 100) / scale + 0;
}

/**
 * The range in percentage points of so many people more or fewer, for every denominator in a range, with the decimals
 * of shares of so many people: rounded outward, so that it contains every possible value.
 */
export function carriedPointsBetween(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { people: fewest, atMost: most }: PublishedCount,
  step = countStep,
): { readonly lower: number; readonly upper: number } {
  const scale = 10 ** ratioDecimals(fewest, step);
  const pointsOf = (steps: number) => (steps * 100) / scale + 0;
  // A difference has its largest size for the smallest denominator.
  return {
    lower: pointsOf(Math.floor((lower * scale) / (lower < 0 ? fewest : most))),
    upper: pointsOf(Math.ceil((upper * scale) / (upper < 0 ? most : fewest))),
  };
}

/**
 * The range in percentage points of a difference of shares, with the decimals of shares of so many people: rounded
 * outward.
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
