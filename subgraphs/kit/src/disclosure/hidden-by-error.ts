import { roundDown, slack } from '@hub/protocol';
import { reachOfEstimate } from './published-estimate.js';

/**
 * The standard error from which a sketch by itself hides single people: the mean of three years' months, each under a
 * different key, still leaves some twenty values.
 */
export const hidingError = 30;

/** The published values of an estimate without published counts beside it. */
export interface HiddenEstimate {
  readonly estimate: number;
  /** Its 95 % interval, for the error of the sketch and the noise, in whole tens. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/**
 * Decides the published values of an estimate that no other rule rounds, such as a group's or an overlap; null where
 * the sketch is nearly exact.
 * @param reach the largest distance of the true number in 95 of 100 cases; default: the distance for a sketch of so
 * many people.
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
