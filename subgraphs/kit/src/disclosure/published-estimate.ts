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

/** What is published of an estimate. */
export interface PublishedEstimate {
  readonly estimate: number;
  /** The 95 % interval of the sketch's error, of the noise, and of rounding; within the bounds. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** How far an estimate of so many people is from the true number in all but 5 of 100 cases. */
export function reachOfEstimate(people: number, epsilon: number): number {
  const { standardError, peoplePerCell } = cellErrorOf(people);
  return Math.hypot(quantile * standardError, noiseReach(epsilon) * peoplePerCell);
}

/**
 * Decides what is published of how many people several organisations reached together: the estimate rounded down to ten,
 * and no more than that some of them are not at their least, as with any total, nor that they are near the upper bound. The
 * interval follows from that number alone, so that it tells no more, and leaves ten values.
 * @param epsilon that of the noise on the estimate.
 * @param parts what is published of each of them.
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
  // At the highest, it may have been more.
  const above = estimate === highest ? Number.POSITIVE_INFINITY : roundDown(estimate + slack + reach) + slack;
  return {
    estimate,
    interval: {
      lower: Math.max(lower, roundDown(estimate - reach)),
      upper: Math.max(estimate, Math.min(mostBeside(above, estimate), bound)),
    },
  };
}
