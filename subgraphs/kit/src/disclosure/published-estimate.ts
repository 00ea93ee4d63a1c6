import {
  cellErrorOf,
  fewestBeside,
  mostBeside,
  type PeopleBounds,
  type PublishedCount,
  quantile,
  roundDown,
  slack,
  spareOfTotal,
} from '@hub/protocol';
import { noiseReach } from './estimate-noise.js';

/** The published values of an estimate. */
export interface PublishedEstimate {
  readonly estimate: number;
  /** The 95 % interval for the error of the sketch, the noise and the rounding; within the bounds. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** The largest distance of an estimate of so many people from the true number in 95 of 100 cases. */
export function reachOfEstimate(people: number, epsilon: number): number {
  const { standardError, peoplePerCell } = cellErrorOf(people);
  return Math.hypot(quantile * standardError, noiseReach(epsilon) * peoplePerCell);
}

/**
 * Decides the published estimate of the people that several organisations reached together. It is rounded down to ten;
 * like any total, it says at most that some organisations are above their lower values, and never that they are near
 * the upper bound. The interval depends on that number alone, so that it reveals no more, and leaves ten values.
 * @param epsilon the epsilon of the noise on the estimate.
 * @param parts the published values of each organisation.
 */
export function publishedEstimate(
  { people, epsilon }: { readonly people: number; readonly epsilon: number },
  parts: readonly PublishedCount[],
  { lower, upper }: PeopleBounds,
): PublishedEstimate {
  const cap = parts.reduce((sum, part) => sum + part.people, 0) + spareOfTotal(parts.length);
  const ofParts = parts.reduce((sum, { atMost }) => sum + atMost, 0);
  const bound = Math.min(upper ?? ofParts, ofParts);
  const highest = Math.max(lower, Math.min(cap, fewestBeside(bound)));
  const estimate = Math.max(lower, Math.min(highest, roundDown(people)));
  const reach = reachOfEstimate(estimate, epsilon);
  // At the highest value, the estimate may have been larger.
  const above = estimate === highest ? Number.POSITIVE_INFINITY : roundDown(estimate + slack + reach) + slack;
  return {
    estimate,
    interval: {
      lower: Math.max(lower, roundDown(estimate - reach)),
      upper: Math.max(estimate, Math.min(mostBeside(above, estimate), bound)),
    },
  };
}
