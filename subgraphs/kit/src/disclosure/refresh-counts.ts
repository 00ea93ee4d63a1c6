import type { SqlEntityManager } from '@mikro-orm/sql';
import { isOtherwiseMadeUp, publishProvenance } from '../import/provenance.js';
import { decidedTable } from './decided-counts.js';
import type { PeopleTable } from './people-table.js';

const isSameKey = ['measure', 'subject', 'place', 'month'].map((column) => `n.${column} = c.${column}`).join(' and ');

/** Whether what was decided, or where it is from, says anything that was not published before: a release is needed for it. */
export async function differFromPublished(em: SqlEntityManager, tables: readonly PeopleTable[]): Promise<boolean> {
  const measures = await em.execute<{ measure: string }[]>(`select measure from published_measure`);
  const known = new Set(measures.map(({ measure }) => measure));
  if (tables.some((table) => table.measures.some((measure) => !known.has(measure)))) return true;
  if (await isOtherwiseMadeUp(em)) return true;
  const [row]: { differs: boolean }[] = await em.execute(
    `select exists (
       select from ${decidedTable} n left join published_count c on ${isSameKey}
       where n.told and (n.people, n.at_most) is distinct from (c.people, c.at_most)
     ) or exists (
       select from published_count c where not exists (select from ${decidedTable} n where n.told and ${isSameKey})
     ) as differs`,
  );
  return row?.differs ?? false;
}

/**
 * Publishes an organisation's counts anew, in the transaction that makes a release: what was decided is what everybody is
 * told until the next one. Counts that say what they said stay as they are.
 */
export async function refreshCounts(em: SqlEntityManager, tables: readonly PeopleTable[]): Promise<void> {
  await em.execute(
    `insert into published_measure select json_array_elements_text(?::json), now()
     on conflict (measure) do update set published_at = excluded.published_at`,
    [JSON.stringify(tables.flatMap(({ measures }) => measures))],
  );
  await publishProvenance(em);
  await em.execute(
    `delete from published_count c where not exists (select from ${decidedTable} n where n.told and ${isSameKey})`,
  );
  await em.execute(
    `update published_count c set people = n.people, at_most = n.at_most from ${decidedTable} n
     where n.told and ${isSameKey} and (n.people, n.at_most) <> (c.people, c.at_most)`,
  );
  await em.execute(
    `insert into published_count select n.measure, n.subject, n.place, n.month, n.people, n.at_most from ${decidedTable} n
     where n.told and not exists (select from published_count c where ${isSameKey})`,
  );
}
