import type { Estimate } from '../../../subgraphs/protocol/src/sketch/estimate.js';

/** An estimate beside the truth, and the standard error that theory allows. */
export interface Judged {
  readonly truth: number;
  readonly theory: number;
  readonly estimate: Estimate;
}

/** How good estimates are, beside theory. */
export interface Judgement {
  readonly cases: number;
  /** How many intervals have the true number. */
  readonly covered: number;
  /** The root of the mean square of error / theory. */
  readonly error: number;
  /** The mean of width / (3.92 × theory). */
  readonly width: number;
}

export function judge(cases: readonly Judged[]): Judgement {
  const mean = (of: (judged: Judged) => number) => cases.reduce((sum, judged) => sum + of(judged), 0) / cases.length;
  return {
    cases: cases.length,
    covered: cases.filter(({ truth, estimate: { interval } }) => interval.lower <= truth && truth <= interval.upper)
      .length,
    error: Math.sqrt(mean(({ truth, theory, estimate }) => ((estimate.people - truth) / theory) ** 2)),
    width: mean(({ theory, estimate: { interval } }) => (interval.upper - interval.lower) / (3.92 * theory)),
  };
}

/**
 * How many of so many 95 % intervals have the true number by chance: below the first, or above the second, of 10,000
 * runs one is.
 */
export function coverageBounds(cases: number): { least: number; most: number } {
  const chance = 1e-4 / 2;
  let probability = 0.05 ** cases;
  let [least, most, sum] = [0, cases, 0];
  for (let covered = 0; covered <= cases; covered++) {
    sum += probability;
    if (sum < chance) least = covered + 1;
    if (sum > 1 - chance) {
      most = covered;
      break;
    }
    probability *= (((cases - covered) / (covered + 1)) * 0.95) / 0.05;
  }
  return { least, most };
}
