import type { SqlEntityManager } from '@mikro-orm/sql';
import { withOwnLimits } from '../database/own-connection.js';
import { keepVersion, pseudonymKeysInForce } from '../database/pseudonym-versions.js';
import { keyedDigest, type PseudonymKeys } from '@hub/protocol';
import { lockPeople } from './objection.js';
import type { PersonalTable } from './personal-table.js';

/** The result of a rotation. */
export interface Rotation {
  /** The version of all pseudonyms now. */
  readonly version: number;
  /** How many pseudonyms there are. */
  readonly people: number;
  /** How many rows of each table have a new pseudonym or digest; tables without any are left out. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Thrown where pseudonyms cannot be rotated; no row was changed. */
export class RotationFault extends Error {
  constructor(
    readonly code: 'NO_NEXT_KEY' | 'PEOPLE_LOST',
    message: string,
  ) {
    super(message);
  }
}

/** How many pseudonyms are changed at a time. */
const pageSize = 20_000;

/** The texts that look like a pseudonym in the name of an activity's record. */
const inEvidence = `select value from regexp_split_to_table(a.evidence, '[^A-Za-z0-9_-]+') value where length(value) = 43`;

/** The rows of a page: each pseudonym, and its replacement. */
const page = `page as materialized (select * from json_to_recordset(?::json) as p(former text, next text))`;

/**
 * Converts every pseudonym of an organisation, and every digest in the list of objections, to the next version, in one
 * transaction: in the tables of people, in the ledger, and in records' names. It needs no citizen's number, because the
 * next pseudonym is made from the former one. Imports and erasures wait.
 * @param keys all keys of the organisation; the first one unknown to the database is the next.
 * @throws RotationFault where there is no next key, or a row was not changed exactly once; WrongKey.
 */
export function rotatePseudonyms(
  em: SqlEntityManager,
  tables: readonly PersonalTable[],
  keys: PseudonymKeys,
): Promise<Rotation> {
  return em.transactional(async (whole) => {
    await withOwnLimits(whole);
    await lockPeople(whole);
    const { length: former } = await pseudonymKeysInForce(whole, keys);
    const next = keys[former];
    if (!next) {
      throw new RotationFault(
        'NO_NEXT_KEY',
        `Expected PSEUDONYM_KEY_FILE to have a key of version ${former + 1}, but it has ${keys.length}, and the pseudonyms are of version ${former}. Take the next key first: pnpm hub pseudonyms take.`,
      );
    }
    const names = [...tables.map(({ entity }) => entity.meta.tableName), 'ledger_entry'];
    const before = await countsOf(whole, names);
    const activities = await rotateActivities(whole, names, next);
    const changed: Record<string, number> = {};
    let people = 0;
    for await (const pseudonyms of pagesOf(whole, pseudonymsIn(names))) {
      people += pseudonyms.length;
      const rows = await rotatePage(whole, names, pairsOf(pseudonyms, next));
      for (const [table, count] of Object.entries(rows)) changed[table] = (changed[table] ?? 0) + count;
    }
    const objections = await rotateObjections(whole, next);
    // The images of people's rows have the former version, so the imports behind them cannot be undone any more.
    await whole.execute(`delete from import_image where pseudonym is not null`);
    refuseLoss(before, await countsOf(whole, names), changed, names);
    await keepVersion(whole, former + 1, next);
    const rows = Object.entries({ ...changed, ledger_activity: activities, objection: objections });
    return { version: former + 1, people, rows: Object.fromEntries(rows.filter(([, count]) => count > 0)) };
  });
}

interface Pair {
  readonly former: string;
  readonly next: string;
}

function pairsOf(formers: readonly string[], key: Buffer): Pair[] {
  return formers.map((former) => ({ former, next: keyedDigest(former, key) }));
}

/** All pseudonyms of some tables, without duplicates. */
function pseudonymsIn(tables: readonly string[]): string {
  return tables.map((table) => `select pseudonym as value from ${table} where pseudonym is not null`).join(' union ');
}

/** Changes the pseudonyms of a page in all tables with one statement, so that references between them hold at its end. */
async function rotatePage(
  em: SqlEntityManager,
  tables: readonly string[],
  pairs: readonly Pair[],
): Promise<Readonly<Record<string, number>>> {
  const updates = tables.map(
    (table, index) =>
      `changed_${index} as (update ${table} t set pseudonym = p.next${
        table === 'ledger_entry' ? `, evidence = replace(t.evidence, p.former, p.next)` : ''
      } from page p where t.pseudonym = p.former returning 1)`,
  );
  const counts = tables.map((table, index) => `(select count(*)::int from changed_${index}) as "${table}"`);
  const [rows] = await em.execute<[Record<string, number>]>(
    `with ${[page, ...updates].join(', ')} select ${counts.join(', ')}`,
    [JSON.stringify(pairs)],
  );
  return rows;
}

/** Changes the names of activities' records that contain a pseudonym from the tables; returns how many. */
async function rotateActivities(em: SqlEntityManager, tables: readonly string[], next: Buffer): Promise<number> {
  const found = `select distinct f.value from ledger_activity a, lateral (${inEvidence}) f
    where f.value in (select value from (${pseudonymsIn(tables)}) known)`;
  let changed = 0;
  for await (const pseudonyms of pagesOf(em, found)) {
    const rows: unknown[] = await em.execute(
      `with ${page}, named as (
         select a.evidence, a.goal_code, p.former, p.next
         from ledger_activity a cross join lateral (${inEvidence}) f join page p on p.former = f.value)
       update ledger_activity a set evidence = replace(a.evidence, n.former, n.next) from named n
       where (a.evidence, a.goal_code) = (n.evidence, n.goal_code) returning 1`,
      [JSON.stringify(pairsOf(pseudonyms, next))],
    );
    changed += rows.length;
  }
  return changed;
}

/** Changes the digests in the list of objections; returns how many. */
async function rotateObjections(em: SqlEntityManager, next: Buffer): Promise<number> {
  let changed = 0;
  for await (const digests of pagesOf(em, 'select digest as value from objection')) {
    await em.execute(`with ${page} update objection o set digest = p.next from page p where o.digest = p.former`, [
      JSON.stringify(pairsOf(digests, next)),
    ]);
    changed += digests.length;
  }
  return changed;
}

/** Reads a column `value` in pages, in the state before the first page: a cursor sees no later change. */
async function* pagesOf(em: SqlEntityManager, query: string): AsyncGenerator<readonly string[]> {
  await em.execute(`declare rotated no scroll cursor for ${query}`);
  for (;;) {
    const rows: { readonly value: string }[] = await em.execute(`fetch ${pageSize} from rotated`);
    if (rows.length > 0) yield rows.map(({ value }) => value);
    if (rows.length < pageSize) break;
  }
  await em.execute('close rotated');
}

/** How many rows about people some tables have, and how many people the ledger counts. */
async function countsOf(em: SqlEntityManager, tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const counts = tables.map((table) => `(select count(pseudonym)::int from ${table}) as "${table}"`);
  const [row] = await em.execute<[Record<string, number>]>(
    `select ${counts.join(', ')}, (select count(*)::int from ledger_person) as people,
       (select coalesce(sum(people), 0)::int from ledger_month) as counted`,
  );
  return row;
}

/** @throws RotationFault where a row was not changed exactly once, or the ledger's counts changed. */
function refuseLoss(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  changed: Readonly<Record<string, number>>,
  tables: readonly string[],
): void {
  const lost = Object.keys(before).filter((name) => before[name] !== after[name]);
  const left = tables.filter((table) => (changed[table] ?? 0) !== before[table]);
  const [first] = [...lost, ...left];
  if (first === undefined) return;
  throw new RotationFault(
    'PEOPLE_LOST',
    `Expected the ${before[first]} of ${first} to be changed once and none to be lost, but ${changed[first] ?? 0} were changed, and ${after[first]} are there. Nothing was changed.`,
  );
}
