import type { SqlEntityManager } from '@mikro-orm/sql';
import { agesOfGoals, type AudienceAges, isOfAudience } from '../goals/audience-ages.js';
import type { CheckedRow, Rejection } from '../import/check-row.js';
import type { Reading } from '../import/column.js';
import type { RowKind } from '../import/import-kind.js';
import type { ClaimedFact, LedgerFact } from './ledger.js';

/** A row that is taken, and what it says to the ledger. */
export interface JudgedRow extends CheckedRow {
  readonly facts: readonly LedgerFact[];
}

/**
 * Judges what rows claim of goals: a person counts for those whose audience she is of. Refuses a row that counts for a
 * goal that this organisation does not know.
 */
export async function judgeClaims(
  em: SqlEntityManager,
  { toLedger }: RowKind,
  batch: readonly CheckedRow[],
  { hasLedger, reading }: { readonly hasLedger: boolean; readonly reading: Reading },
): Promise<{ readonly accepted: JudgedRow[]; readonly rejections: Rejection[] }> {
  const claiming = batch.map((one) => ({ one, claims: (hasLedger && toLedger?.(one.row, reading)) || [] }));
  const goals = [...new Set(claiming.flatMap(({ claims }) => claims.map(({ goalCode }) => goalCode)))];
  const ages = await agesOfGoals(em, goals);
  const accepted: JudgedRow[] = [];
  const rejections: Rejection[] = [];
  for (const { one, claims } of claiming) {
    const unknown = claims.find(({ goalCode }) => !ages.has(goalCode));
    if (unknown) {
      const reason = `expected the goal ${unknown.goalCode}, for which this row counts, and its audience to be imported before (goals, audiences), got neither`;
      rejections.push({ row: one.line, column: '', reason });
      continue;
    }
    accepted.push({ ...one, facts: factsOf(claims, ages) });
  }
  return { accepted, rejections };
}

/** What of some claims the ledger takes: a person where she is of the goal's audience, and every turn. */
export function factsOf(
  claims: readonly ClaimedFact[],
  ages: ReadonlyMap<string, readonly AudienceAges[]>,
): LedgerFact[] {
  return claims.flatMap((claim): LedgerFact[] => {
    if (claim.kind === 'activity') return [claim];
    const { birthYear, ...fact } = claim;
    return isOfAudience(ages.get(fact.goalCode) ?? [], birthYear, fact.reachedOn) ? [fact] : [];
  });
}
