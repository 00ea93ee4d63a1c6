import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';

/** A privilege of a role on a table. */
export type Privilege = 'select' | 'insert' | 'update' | 'delete';

/** A server role's privileges, by table; on every other table it has all except changes of the definition. */
export type TableRights = Readonly<Record<string, readonly Privilege[]>>;

/** The privileges on the tables that every subgraph has. Evidence is added to, and never changed. */
const kitRights: TableRights = {
  mikro_orm_migrations: ['select'],
  hub_identity: ['select', 'insert'],
  import_run: ['select', 'insert'],
  refused_import: ['select', 'insert'],
  import_rejection: ['select', 'insert'],
  import_outcome: ['select'],
  import_undo: ['select', 'insert'],
  import_in_force: ['select'],
  import_change: ['select'],
  typed_record_answer: ['select', 'insert', 'delete'],
  exchange_receipt: ['select', 'insert'],
  audit_anchor: ['select', 'insert', 'delete'],
  audit_mark: ['select', 'insert'],
  subject_request: ['select', 'insert'],
  release: ['select', 'insert'],
  release_page: ['select', 'insert'],
  set_aside_release: ['select'],
  kept_publication: ['select', 'insert'],
  altered_release: ['select', 'insert'],
};

const all: readonly Privilege[] = ['select', 'insert', 'update', 'delete'];

/** The tables and views of the schema `public`. */
async function relations(em: SqlEntityManager): Promise<string[]> {
  const rows: { readonly name: string }[] = await em.execute(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
     order by relname`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Grants a server's role the privileges that it needs, and revokes all others, in one transaction: a server may be
 * running. Must run as the owner of the tables.
 * @param own the privileges on the organisation's own tables, where they are not all.
 * @throws StartFailure where there is no such role.
 */
export async function grantRights(
  em: SqlEntityManager,
  role: string,
  own: TableRights,
  { where, setting }: DatabasePlace,
): Promise<void> {
  const [found]: unknown[] = await em.execute('select from pg_roles where rolname = ?', [role]);
  if (!found) {
    throw new StartFailure(
      `Expected the role "${role}", with which the server reads and writes ${where}, but there is none. Have the server's administrator make it (createuser --pwprompt ${role}), or correct ${setting}.`,
      2,
    );
  }
  const quoted = quote(role);
  const rights: TableRights = { ...kitRights, ...own };
  await em.transactional(async (whole) => {
    await whole.execute('revoke create on schema public from public');
    await whole.execute(`revoke all on all tables in schema public from ${quoted}`);
    await whole.execute(`grant usage on schema public to ${quoted}`);
    await whole.execute(`grant usage on all sequences in schema public to ${quoted}`);
    for (const relation of await relations(whole)) {
      await whole.execute(`grant ${(rights[relation] ?? all).join(', ')} on ${quote(relation)} to ${quoted}`);
    }
  });
}

/**
 * The privileges of a connection's role beyond a server's needs, each for the middle of a sentence.
 * @param own as for `grantRights`.
 */
export async function excessRights(em: SqlEntityManager, own: TableRights): Promise<string[]> {
  const [role]: { readonly superuser: boolean; readonly creates: boolean; readonly owned: number }[] = await em.execute(
    `select rolsuper as superuser, has_schema_privilege('public', 'create') as creates,
       (select count(*)::int from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace) as owned
     from pg_roles where rolname = current_user`,
  );
  if (role?.superuser) return ['is a superuser'];
  const found: string[] = [];
  if (role && role.owned > 0) found.push('owns tables');
  if (role?.creates) found.push('may make tables');
  for (const [table, allowed] of Object.entries({ ...kitRights, ...own })) {
    const [row]: { readonly excess: readonly string[] }[] = await em.execute(
      `select array_to_json(array(
         select lower(one) from unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) one
         where to_regclass(?) is not null and has_table_privilege(to_regclass(?), one)
       )) as excess`,
      [`public.${table}`, `public.${table}`],
    );
    const more = (row?.excess ?? []).filter((one) => !(allowed as readonly string[]).includes(one));
    if (more.length > 0) found.push(`may ${more.join(', ')} in ${table}`);
  }
  return found;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
