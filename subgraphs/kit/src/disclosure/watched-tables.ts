import type { SqlEntityManager } from '@mikro-orm/sql';
import { type PeopleTable, provinceDaySetting } from './people-table.js';

const trigger = 'table_change';

/**
 * Notes a change of a table in `table_change`, one row for each transaction, so that transactions do not wait for one
 * another.
 */
export const watchingFunction = `
  create function note_table_change() returns trigger language plpgsql as $$
  begin
    insert into table_change values (tg_table_name, pg_current_xact_id()) on conflict do nothing;
    return null;
  end $$`;

/** The tables of published counts, which only a release changes. */
const published = ['published_count', 'published_measure', 'untold_count'];

/** Creates triggers that note changes of the tables behind an organisation's counts; runs as the tables' owner. */
export async function watchTables(em: SqlEntityManager, tables: readonly PeopleTable[]): Promise<void> {
  if (tables.length === 0) return;
  await em.transactional(async (one) => {
    // Any day is good enough: only the plan of the statement is read.
    await one.execute(`select set_config('${provinceDaySetting}', '2026-01-01', true)`);
    const read = new Set(published);
    for (const table of tables) for (const name of await tablesReadBy(one, table)) read.add(name);
    const watched = await watchedTables(one);
    for (const name of await ordinaryTables(
      one,
      [...read].filter((other) => !watched.has(other)),
    )) {
      await one.execute(
        `create trigger ${trigger} after insert or update or delete or truncate on "${name}"
         for each statement execute function note_table_change()`,
      );
    }
  });
}

/** The named tables that can have triggers: no views, and no tables of another server. */
async function ordinaryTables(em: SqlEntityManager, names: readonly string[]): Promise<readonly string[]> {
  const rows = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables join json_array_elements_text(?::json) as n(name) on tablename = n.name
     where schemaname = 'public'`,
    [JSON.stringify(names)],
  );
  return rows.map(({ name }) => name);
}

/** The tables whose changes are noted. */
async function watchedTables(em: SqlEntityManager): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ name: string }[]>(
    `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgname = '${trigger}' and t.tgenabled in ('O', 'A') and c.relnamespace = 'public'::regnamespace`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Whether the tables behind a table of counts have changed since the newest release. */
export interface Changes {
  readonly concern: (table: PeopleTable) => Promise<boolean>;
}

/** Reads which tables have changed; a table without triggers counts as changed. */
export async function changesOfTables(em: SqlEntityManager): Promise<Changes> {
  const rows = await em.execute<{ name: string }[]>(`select distinct table_name as name from table_change`);
  const changed = new Set(rows.map(({ name }) => name));
  const watched = await watchedTables(em);
  const isUnchanged = (name: string) => watched.has(name) && !changed.has(name);
  return {
    concern: async (table) => ![...(await tablesReadBy(em, table)), ...published].every(isUnchanged),
  };
}

/**
 * Deletes the notes that this transaction sees: its release contains those changes. Notes of other transactions stay.
 */
export async function forgetChanges(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from table_change`);
}

/** A plan as PostgreSQL explains it. */
interface Plan {
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** The tables that the statements of a table of counts read, also through views, according to PostgreSQL's plans. */
async function tablesReadBy(em: SqlEntityManager, { counts, parts, bounds }: PeopleTable): Promise<readonly string[]> {
  const names: string[] = [];
  const follow = ({ 'Relation Name': name, Plans = [] }: Plan) => {
    if (name !== undefined) names.push(name);
    Plans.forEach(follow);
  };
  for (const statement of [counts, parts, bounds]) {
    if (statement === undefined) continue;
    const [row] = await em.execute<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }[]>(
      `explain (format json) ${statement}`,
    );
    for (const { Plan } of row?.['QUERY PLAN'] ?? []) follow(Plan);
  }
  return names;
}
