import type { PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../../../subgraphs/movement/src/sketches/merged-people.js';

/**
 * An estimate that tells exactly how many people there are, without noise: the worst case for whom it counts.
 * @param shares what organisations publish now, and did when it was made; of those who publish nobody it has no sketch.
 */
export function exactEstimate(people: number, shares: readonly (PublishedCount | null)[]): FoundEstimate {
  return {
    ...{ people, standardError: 0, reach: 0, epsilon: Number.MAX_SAFE_INTEGER, isOfMonth: true },
    then: shares.map((share) => (share && share.people > 0 ? { ...share, unsketched: 0 } : null)),
  };
}
