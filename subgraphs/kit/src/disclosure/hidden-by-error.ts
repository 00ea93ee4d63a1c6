import { roundDown, slack } from '@hub/protocol';
import { reachOfEstimate } from './published-estimate.js';

/**
 * From which standard error on a sketch hides single people by itself: the mean of three years' months, each under a key of
 * its own, still leaves some twenty values.
 */
export const hidingError = 30;

/** What is published of an estimate that stands beside no published counts. */
export interface HiddenEstimate {
  readonly estimate: number;
  /** Its 95 % interval, of the sketch's error and of the noise, to whole tens. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/**
 * Decides what is published of an estimate that nothing else rounds, such as a group's or an overlap: nothing where the
 * sketch would tell it nearly exactly.
 * @param reach how far the true number may be in all but 5 of 100 cases; that of a sketch of so many people unless told.
 */
export function hiddenByError(
  {
    people,
    standardError,
    epsilon,
  }: { readonly people: number; readonly standardError: number; readonly epsilon: number },
  reach = reachOfEstimate(people, epsilon),
): HiddenEstimate | null {
  if (standardError < hidingError) return null;
  return {
    estimate: roundDown(people),
    interval: { lower: Math.max(0, roundDown(people - reach)), upper: roundDown(people + reach) + slack },
  };
}
