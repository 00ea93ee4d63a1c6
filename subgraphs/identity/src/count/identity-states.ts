import { defineLoader } from '@hub/kit';
import { measureColumns } from '../measure.js';

const values = Object.values(measureColumns).map(
  (column) => `case when later.code is null then now.${column} else later.${column} end as ${column}`,
);

/**
 * SQL for the counts of each commune and month under each revision of the month: the earlier counts from a later
 * correction, or the present ones. `subject` is the revision in published counts, empty for the newest.
 */
export const identityStates = `(
  select p.place, p.month, r.revision, case when r.revision < m.revision then r.revision::text else '' end as subject,
    ${values.join(', ')}
  from (select place, month from identity_count union select place, month from identity_correction) p
  join identity_month m on m.month = p.month cross join generate_series(1, m.revision) as r(revision)
  left join identity_count now on (now.place, now.month) = (p.place, p.month)
  left join lateral (
    select * from identity_correction c where c.place = p.place and c.month = p.month and c.revision > r.revision
    order by c.revision limit 1) later on true
  where case when later.code is null then now.place is not null else later.adults_confirmed is not null end)`;

/** A commune's counts of a month, under one of its revisions. */
interface StateKey {
  readonly place: string;
  readonly month: string;
  readonly revision: number;
}

/** The subject in published counts of a place in a revision of a month; null if the month's file had no such place. */
export const subjectOfState = defineLoader<StateKey, string | null>(
  async (keys, em) => {
    const rows = await em.execute<{ position: number; subject: string }[]>(
      `select k.position, s.subject
       from json_to_recordset(?::json) as k(position int, place text, month text, revision int)
       join ${identityStates} s on (s.place, s.month, s.revision) = (k.place, k.month, k.revision)`,
      [JSON.stringify(keys.map(({ place, month, revision }, position) => ({ position, place, month, revision })))],
    );
    const byPosition = new Map(rows.map(({ position, subject }) => [position, subject]));
    return keys.map((_key, position) => byPosition.get(position) ?? null);
  },
  ({ place, month, revision }) => `${place} ${month} ${revision}`,
);
