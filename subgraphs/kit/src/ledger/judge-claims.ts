import type { SqlEntityManager } from '@mikro-orm/sql';
import { agesOfGoals, type AudienceAges, isOfAudience } from '../goals/audience-ages.js';
import type { CheckedRow, Rejection } from '../file/check-row.js';
import type { Reading } from '../file/column.js';
import type { RowKind } from '../file/import-kind.js';
import type { ClaimedFact, LedgerFact } from '../file/facts.js';

/**
 * Judges the claims of rows about goals: a person counts for a goal if the person belongs to its audience. @returns a
 * function from a row to the facts for the ledger, or to the reason for refusing the row: it names a goal that this
 * organisation does not know.
 */
export async function claimJudge(
  em: SqlEntityManager,
  { toLedger }: RowKind,
  { hasLedger, reading }: { readonly hasLedger: boolean; readonly reading: Reading },
): Promise<(row: CheckedRow) => readonly LedgerFact[] | Rejection> {
  if (!hasLedger || !toLedger) return () => [];
  const goals = await em.execute<{ code: string }[]>(`select distinct code from goal`);
  const ages = await agesOfGoals(
    em,
    goals.map(({ code }) => code),
  );
  return ({ line, row }) => {
    const claims = toLedger(row, reading);
    const unknown = claims.find(({ goalCode }) => !ages.has(goalCode));
    if (!unknown) return factsOf(claims, ages);
    const reason = `expected the goal ${unknown.goalCode}, for which this row counts, and its audience to be imported before (goals, audiences), got neither`;
    return { row: line, column: '', reason };
  };
}

/** The facts for the ledger from some claims: a person who belongs to the goal's audience, and every activity. */
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
