import type { SqlEntityManager } from '@mikro-orm/sql';
import { agesOfGoals } from '../goals/audience-ages.js';
import { factsOf } from './judge-claims.js';
import type { ClaimingRecord } from '../file/facts.js';
import type { Images } from './images.js';
import { recordEvidence } from './ledger.js';

/** How many records are written at a time. */
const batchSize = 1000;

/** Writes records' claims into the ledger: a person counts for a goal if the person belongs to its audience. */
export async function recordClaims(
  em: SqlEntityManager,
  records: readonly ClaimingRecord[],
  images?: Images,
): Promise<void> {
  const goals = [...new Set(records.flatMap(({ claims }) => claims.map(({ goalCode }) => goalCode)))];
  const ages = await agesOfGoals(em, goals);
  for (const [placesOn, ofDay] of Map.groupBy(records, (record) => record.placesOn)) {
    for (let from = 0; from < ofDay.length; from += batchSize) {
      const batch = ofDay.slice(from, from + batchSize);
      await recordEvidence(
        em,
        batch.map(({ evidence, claims }) => ({ evidence, facts: factsOf(claims, ages) })),
        placesOn,
        images,
      );
    }
  }
}
