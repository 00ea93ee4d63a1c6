import { type Estimate, quantile } from '@hub/schema';
import { roundDown, slack } from './published-count.js';

/**
 * From which standard error on a sketch hides single people by itself: the mean of three years' months, each under a key of
 * its own, still leaves some twenty values.
 */
export const hidingError = 30;

/** What is published of an estimate that stands beside no published counts. */
export interface HiddenEstimate {
  readonly estimate: number;
  /** Its 95 % interval, of the sketch's error alone, to whole tens. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/**
 * Decides what is published of an estimate that nothing else rounds, such as a group's or an overlap: nothing where the
 * sketch would tell it nearly exactly.
 */
export function hiddenByError({
  people,
  standardError,
}: Pick<Estimate, 'people' | 'standardError'>): HiddenEstimate | null {
  if (standardError < hidingError) return null;
  const reach = quantile * standardError;
  return {
    estimate: roundDown(people),
    interval: { lower: Math.max(0, roundDown(people - reach)), upper: roundDown(people + reach) + slack },
  };
}
