import { peopleSketchError, quantile } from '@hub/schema';
import type { PeopleBounds } from '../release/bounds.js';
import { fewestBeside, mostBeside, spareOfTotal } from './public-bounds.js';
import { type PublishedCount, roundDown, slack } from './published-count.js';

/** What is published of an estimate. */
export interface PublishedEstimate {
  readonly estimate: number;
  /** The 95 % interval of the sketch's error, and of rounding; within the bounds. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/**
 * Decides what is published of how many people several organisations reached together: the estimate rounded down to ten,
 * and no more than that some of them are not at their least, as with any total, nor that they are near the upper bound. The
 * interval follows from that number alone, so that it tells no more, and leaves ten values.
 * @param parts what is published of each of them.
 */
export function publishedEstimate(
  { people }: { readonly people: number },
  parts: readonly PublishedCount[],
  { lower, upper }: PeopleBounds,
): PublishedEstimate {
  const cap = parts.reduce((sum, part) => sum + part.people, 0) + spareOfTotal(parts.length);
  const ofParts = parts.reduce((sum, { atMost }) => sum + atMost, 0);
  const bound = Math.min(upper ?? ofParts, ofParts);
  const highest = Math.max(lower, Math.min(cap, fewestBeside(bound)));
  const estimate = Math.max(lower, Math.min(highest, roundDown(people)));
  const reach = quantile * peopleSketchError(estimate);
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
