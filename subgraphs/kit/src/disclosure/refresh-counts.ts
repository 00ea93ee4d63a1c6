import type { SqlEntityManager } from '@mikro-orm/sql';
import { isOtherwiseMadeUp, publishProvenance } from '../import/provenance.js';
import {
  type CountBound,
  type CountKey,
  type PartsOfTotal,
  type PeopleTable,
  provinceDaySetting,
  type TrueCount,
} from './people-table.js';
import { countKey } from './count-key.js';
import { publishCounts } from './publish-counts.js';
import { nobodyPublished, type PublishedCount } from './published-count.js';

/** How many counts are written together. */
const batchSize = 5_000;

const columns = `as n(measure text, subject text, place text, month text, people int, "atMost" int)`;
const key = ['measure', 'subject', 'place', 'month'].map((column) => `n.${column} = c.${column}`).join(' and ');

/** A published count with its key. */
export type KeyedCount = PublishedCount & { readonly key: CountKey };

/** What was decided of all counts of an organisation's tables, by `countKey`. */
export type DecidedCounts = ReadonlyMap<string, KeyedCount>;

/**
 * Decides what is published of all counts of an organisation's tables, in a transaction. It writes nothing.
 * @param today the province's day, which statements have as `provinceDay`.
 */
export async function decideCounts(
  em: SqlEntityManager,
  tables: readonly PeopleTable[],
  rootPlace: string,
  today: string,
): Promise<DecidedCounts> {
  await em.execute(`select set_config('${provinceDaySetting}', ?, true)`, [today]);
  const placed = <Row extends CountKey>(rows: readonly RowOf<Row>[]): Row[] =>
    rows.map((row) => ({ ...row, place: row.place ?? rootPlace }) as Row);
  const decided = new Map<string, KeyedCount>();
  for (const { measures, counts, parts, bounds, ...structure } of tables) {
    const table = publishCounts({
      ...structure,
      rootPlace,
      counts: declared(placed(await em.execute<RowOf<TrueCount>[]>(counts)), measures),
      parts: parts === undefined ? [] : placed(await em.execute<RowOf<PartsOfTotal>[]>(parts)),
      bounds: bounds === undefined ? [] : placed(await em.execute<RowOf<CountBound>[]>(bounds)),
    });
    for (const [key, count] of table) decided.set(key, count);
  }
  return decided;
}

/** The counts that are told: nobody, and so few that they look alike, are in none. */
function told(decided: DecidedCounts): (CountKey & PublishedCount)[] {
  return [...decided.values()].flatMap(({ key: one, people, atMost }) =>
    people > 0 || atMost > nobodyPublished.atMost ? [{ ...one, people, atMost }] : [],
  );
}

/** Whether what was decided, or where it is from, says anything that was not published before: a release is needed for it. */
export async function differFromPublished(
  em: SqlEntityManager,
  tables: readonly PeopleTable[],
  decided: DecidedCounts,
): Promise<boolean> {
  const measures = await em.execute<{ measure: string }[]>(`select measure from published_measure`);
  const known = new Set(measures.map(({ measure }) => measure));
  if (tables.some((table) => table.measures.some((measure) => !known.has(measure)))) return true;
  if (await isOtherwiseMadeUp(em)) return true;
  const rows = await em.execute<(CountKey & PublishedCount)[]>(
    `select measure, subject, place, month, people, at_most as "atMost" from published_count`,
  );
  const published = new Map(rows.map((row) => [countKey(row), row]));
  const next = told(decided);
  return (
    next.length !== published.size ||
    next.some((count) => {
      const former = published.get(countKey(count));
      return former?.people !== count.people || former.atMost !== count.atMost;
    })
  );
}

/**
 * Publishes an organisation's counts anew, in the transaction that makes a release: what was decided is what everybody is
 * told until the next one. Counts that say what they said stay as they are.
 */
export async function refreshCounts(
  em: SqlEntityManager,
  tables: readonly PeopleTable[],
  decided: DecidedCounts,
): Promise<void> {
  const published = told(decided);
  await em.execute(
    `insert into published_measure select json_array_elements_text(?::json), now()
     on conflict (measure) do update set published_at = excluded.published_at`,
    [JSON.stringify(tables.flatMap(({ measures }) => measures))],
  );
  await publishProvenance(em);
  await em.execute(`create temporary table next_count on commit drop as select * from published_count with no data`);
  for (let start = 0; start < published.length; start += batchSize) {
    await em.execute(`insert into next_count select * from json_to_recordset(?::json) ${columns}`, [
      JSON.stringify(published.slice(start, start + batchSize)),
    ]);
  }
  await em.execute(`delete from published_count c where not exists (select from next_count n where ${key})`);
  await em.execute(
    `update published_count c set people = n.people, at_most = n.at_most from next_count n
     where ${key} and (n.people, n.at_most) <> (c.people, c.at_most)`,
  );
  await em.execute(
    `insert into published_count select * from next_count n
     where not exists (select from published_count c where ${key})`,
  );
}

/** A row as a statement selects it: without a place, it is of the root place. */
type RowOf<Row extends CountKey> = Omit<Row, 'place'> & { readonly place: string | null };

/** @throws Error where a statement counts what its table does not declare: nobody would know when it was published. */
function declared(counts: readonly TrueCount[], measures: readonly string[]): readonly TrueCount[] {
  const other = counts.find(({ measure }) => !measures.includes(measure));
  if (other) throw new Error(`Expected a measure of ${measures.join(', ')}, but the table counts ${other.measure}.`);
  return counts;
}
