import { createSecretKey } from 'node:crypto';
import { epsilonOfCommune, noiseOf } from '@hub/kit/service';
import type { PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../../../subgraphs/movement/src/sketches/merged-people.js';

const key = createSecretKey(Buffer.from('noise of drawn estimates'));

/** How far the noise is from none at most, but once in ten thousand times. */
export const farthestNoise = Math.ceil(Math.log(2 / (1e-4 * (1 + Math.exp(-epsilonOfCommune)))) / epsilonOfCommune);

/**
 * An estimate of which the sketch tells exactly how many people there are, with the noise of a commune's: the worst case for
 * whom it counts.
 * @param shares what organisations publish now, and did when it was made; of those who publish nobody it has no sketch.
 */
export function drawnEstimate(people: number, shares: readonly (PublishedCount | null)[]): FoundEstimate {
  const cells = people + noiseOf(JSON.stringify([people, shares]), epsilonOfCommune, key);
  return {
    ...{ cells, people: Math.max(0, cells), standardError: 0, reach: 0, epsilon: epsilonOfCommune, isOfMonth: true },
    then: shares.map((share) => (share && share.people > 0 ? { ...share, unsketched: 0 } : null)),
  };
}
