import type { SqlEntityManager } from '@mikro-orm/sql';
import { type PeopleTable, provinceDaySetting } from './people-table.js';

const trigger = 'table_change';

/** Notes in `table_change` that a table was changed, once for each transaction: none waits for another. */
export const watchingFunction = `
  create function note_table_change() returns trigger language plpgsql as $$
  begin
    insert into table_change values (tg_table_name, pg_current_xact_id()) on conflict do nothing;
    return null;
  end $$`;

/** What is published of counts, which nothing but a release changes. */
const published = ['published_count', 'published_measure', 'untold_count'];

/** Has changes of the tables noted that an organisation's counts are made of; as their owner. */
export async function watchTables(em: SqlEntityManager, tables: readonly PeopleTable[]): Promise<void> {
  if (tables.length === 0) return;
  await em.transactional(async (one) => {
    // Any day will do: it is not looked at what the statements say.
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

/** The tables of some names that have triggers: no views, and none of another server. */
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

/** Says of tables of counts whether anything that they are made of was changed since a release was made last. */
export interface Changes {
  readonly concern: (table: PeopleTable) => Promise<boolean>;
}

/** Reads which tables were changed; one whose changes nobody notes may have been. */
export async function changesOfTables(em: SqlEntityManager): Promise<Changes> {
  const rows = await em.execute<{ name: string }[]>(`select distinct table_name as name from table_change`);
  const changed = new Set(rows.map(({ name }) => name));
  const watched = await watchedTables(em);
  const isUnchanged = (name: string) => watched.has(name) && !changed.has(name);
  return {
    concern: async (table) => ![...(await tablesReadBy(em, table)), ...published].every(isUnchanged),
  };
}

/** Forgets the changes that this transaction sees: what it publishes has them, and those of others stay. */
export async function forgetChanges(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from table_change`);
}

/** A plan as PostgreSQL explains it. */
interface Plan {
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** The tables that the statements of a table of counts read, through views too, as PostgreSQL plans them. */
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
