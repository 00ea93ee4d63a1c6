import { defineLoader } from '@hub/kit';

/** A withdrawal as a row of its table. */
export interface StoredWithdrawal {
  readonly reasonVi: string;
  readonly reasonEn: string;
  readonly by: string;
  /** The person who proposed it; null for withdrawals by one person. */
  readonly proposedBy: string | null;
  readonly at: string;
  readonly statement: string;
  readonly signature: string;
}

/** The withdrawals of publications, by id; null for a publication that was not withdrawn. */
export const withdrawalsOf = defineLoader<string, StoredWithdrawal | null>(async (ids, em) => {
  const rows = await em.execute<(Omit<StoredWithdrawal, 'at'> & { id: string; at: string | Date })[]>(
    `select id, reason_vi as "reasonVi", reason_en as "reasonEn", name as by, proposed_by as "proposedBy", at, statement,
       signature
     from publication_withdrawal
     where id in (select value from json_array_elements_text(?::json) as value)`,
    [JSON.stringify(ids)],
  );
  const found = new Map(rows.map(({ id, at, ...row }) => [id, { ...row, at: new Date(at).toISOString() }]));
  return ids.map((id) => found.get(id) ?? null);
});

/**
 * The newest revision of each period. It is valid unless it was withdrawn; then the period has no valid publication,
 * since the earlier revisions were replaced for their faults.
 */
export const newestOfPeriod = defineLoader<string, number | null>(async (periods, em) => {
  const rows = await em.execute<{ period: string; revision: number }[]>(
    `select period, max(revision)::int as revision from publication
     where period in (select value from json_array_elements_text(?::json) as value) group by period`,
    [JSON.stringify(periods)],
  );
  const found = new Map(rows.map(({ period, revision }) => [period, revision]));
  return periods.map((period) => found.get(period) ?? null);
});
