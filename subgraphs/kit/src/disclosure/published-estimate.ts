import {
  cellErrorOf,
  cellLikelihood,
  cellsOf,
  defaultPrecision,
  meanOf,
  peopleInCells,
  pointOf,
  type Posterior,
  posteriorOf,
  quantile,
} from '@hub/protocol';
import { noiseDeviation, noiseReach } from './estimate-noise.js';

/** The published values of an estimate. */
export interface PublishedEstimate {
  readonly estimate: number;
  /** The 2.5 % and the 97.5 % point of the posterior. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** The largest distance of an estimate of so many people from the true number in 95 of 100 cases. */
export function reachOfEstimate(people: number, epsilon: number): number {
  const { standardError, peoplePerCell } = cellErrorOf(people);
  return Math.hypot(quantile * standardError, noiseReach(epsilon) * peoplePerCell);
}

/** From how many people on a posterior has not each number, but steps of a tenth of the deviation. */
const inStepsFrom = 5_000;

/** A number of set cells with its noise; null cells for a version that kept none, which has the published people. */
export interface NoisedCells {
  readonly cells: number | null;
  readonly people: number;
  readonly epsilon: number;
}

/**
 * The posterior of the number of people, from a noised number of set cells: the prior is uniform within the published
 * bounds. It uses only the noised number and published values, so that it shows no more of a person than these do.
 */
export function posteriorOfCells(
  { cells: noised, people, epsilon }: NoisedCells,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): Posterior {
  const rows = 2 ** defaultPrecision;
  const cells = noised ?? Math.round(cellsOf(people, rows));
  const near = Math.max(lower, Math.min(upper, peopleInCells(cells).people));
  const { standardError, peoplePerCell } = cellErrorOf(near);
  const deviation = Math.hypot(standardError, noiseDeviation(epsilon) * peoplePerCell);
  // Values outside have a probability of at most a thousandth of a millionth.
  const reach = Math.ceil(6 * deviation + (20 / epsilon + 2) * peoplePerCell);
  return posteriorOf(cellLikelihood(cells, epsilon, { rows, near }), {
    first: Math.max(lower, near - reach),
    last: Math.min(upper, near + reach),
    step: near < inStepsFrom ? 1 : Math.max(1, Math.floor(deviation / 10)),
  });
}

/**
 * Decides what is published of how many people several organisations reached together: the mean of the posterior as a whole
 * number, and the interval that has 95 % of it. Rounding to tens would cost accuracy and hide nobody: the noise does. Since
 * it makes no number impossible, all values stay possible that published numbers leave.
 */
export function publishedEstimate(posterior: Posterior): PublishedEstimate {
  const estimate = Math.round(meanOf(posterior));
  return {
    estimate,
    interval: {
      lower: Math.min(estimate, pointOf(posterior, 0.025)),
      upper: Math.max(estimate, pointOf(posterior, 0.975)),
    },
  };
}
