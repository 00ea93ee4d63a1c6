import { createSecretKey } from 'node:crypto';
import { epsilonOfCommune, noiseOf } from '@hub/kit/service';
import type { PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../../../subgraphs/movement/src/sketches/merged-people.js';

const key = createSecretKey(Buffer.from('noise of drawn estimates'));

/** How far the noise is from none at most, but once in ten thousand times. */
export const farthestNoise = Math.ceil(Math.log(2 / (1e-4 * (1 + Math.exp(-epsilonOfCommune)))) / epsilonOfCommune);

/**
 * An estimate whose sketch has no error, with the noise of a commune: the worst case for the people in it.
 * @param shares the published shares, the same now as at the time of the estimate. An organisation with a share of 0
 * has no sketch.
 */
export function drawnEstimate(people: number, shares: readonly (PublishedCount | null)[]): FoundEstimate {
  const cells = people + noiseOf(JSON.stringify([people, shares]), epsilonOfCommune, key);
  return {
    ...{ cells, people: Math.max(0, cells), standardError: 0, reach: 0, epsilon: epsilonOfCommune, isOfMonth: true },
    then: shares.map((share) => (share && share.people > 0 ? { ...share, unsketched: 0 } : null)),
  };
}
