import type { SqlEntityManager } from '@mikro-orm/sql';
import { hasDemonstrationChanged, publishProvenance } from '../import/provenance.js';
import { type Decided, decidedAnew } from './decided-counts.js';
import { forgetChanges } from './watched-tables.js';

const isSameKey = ['measure', 'subject', 'place', 'month'].map((column) => `n.${column} = c.${column}`).join(' and ');

/** Whether a row's measure was decided in this transaction. */
const isAnew = (alias: string) => `${alias}.measure in (select json_array_elements_text(?::json))`;

/** Whether the decisions or their provenance differ from the published ones, so that a release is needed. */
export async function differFromPublished(em: SqlEntityManager, { by, anew }: Decided): Promise<boolean> {
  const measures = await em.execute<{ measure: string }[]>(`select measure from published_measure`);
  const known = new Set(measures.map(({ measure }) => measure));
  if ([...by.keys()].some((measure) => !known.has(measure))) return true;
  if (await hasDemonstrationChanged(em)) return true;
  const columns = 'measure, subject, place, month, people, at_most';
  const now = `(select ${columns} from ${decidedAnew} where told)`;
  const before = `(select ${columns} from published_count c where ${isAnew('c')})`;
  const values = JSON.stringify(anew);
  const [row]: { differs: boolean }[] = await em.execute(
    `select exists (${now} except ${before}) or exists (${before} except ${now}) or exists (
       select from published_count c where c.measure not in (select json_array_elements_text(?::json))
     ) as differs`,
    [values, values, JSON.stringify([...by.keys()])],
  );
  return row?.differs ?? false;
}

/**
 * Publishes an organisation's counts, in the transaction that makes a release: callers get the decided values until the
 * next release. Unchanged counts stay untouched.
 */
export async function refreshCounts(em: SqlEntityManager, { by, anew }: Decided): Promise<void> {
  await publishProvenance(em);
  const [all, values] = [JSON.stringify([...by.keys()]), JSON.stringify(anew)];
  for (const [table, told] of [
    ['published_count', 'n.told'],
    ['untold_count', 'not n.told'],
  ] as const) {
    await em.execute(
      `delete from ${table} c where c.measure not in (select json_array_elements_text(?::json))
         or ${isAnew('c')} and not exists (select from ${decidedAnew} n where ${told} and ${isSameKey})`,
      [all, values],
    );
    await em.execute(
      `update ${table} c set people = n.people, at_most = n.at_most from ${decidedAnew} n
       where ${told} and ${isSameKey} and (n.people, n.at_most) <> (c.people, c.at_most)`,
    );
    await em.execute(
      `insert into ${table} select n.measure, n.subject, n.place, n.month, n.people, n.at_most from ${decidedAnew} n
       where ${told} and not exists (select from ${table} c where ${isSameKey})`,
    );
  }
  await em.execute(
    `insert into published_measure select key, now(), value from json_each_text(?::json)
     on conflict (measure) do update set published_at = excluded.published_at, decided_by = excluded.decided_by`,
    [JSON.stringify(Object.fromEntries(by))],
  );
  await forgetChanges(em);
}
