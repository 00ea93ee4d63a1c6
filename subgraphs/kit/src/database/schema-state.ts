import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';
import { kept } from './kept-identity.js';

/** The migrations that a program knows. */
export interface KnownSchema {
  readonly organisation: string;
  /** The names of all migrations. */
  readonly migrations: readonly string[];
  /** The organisation's own migrations among them. */
  readonly ownMigrations: readonly string[];
}

/**
 * Compares a database's migrations with the program's.
 * @returns the names of the missing migrations.
 * @throws StartFailure where the database belongs to another organisation or another program, or has a newer version.
 */
export async function missingMigrations(
  em: SqlEntityManager,
  { organisation, migrations, ownMigrations }: KnownSchema,
  { where, setting }: DatabasePlace,
): Promise<string[]> {
  // Read before the list: a migration that ends in between adds to both at once.
  const tables = await tablesOf(em);
  const executed = await executedMigrations(em);
  if (executed === undefined) {
    if (tables.length === 0) return [...migrations];
    throw new StartFailure(
      `Expected an empty database or one of ${organisation}, but ${where} has tables of another program (${some(tables)}). Correct ${setting}.`,
      2,
    );
  }
  const owner = executed.includes('Migration20260101000500_identity') ? await kept(em, 'organisation') : undefined;
  const unknown = executed.filter((name) => !migrations.includes(name));
  const isOthers =
    owner === undefined
      ? unknown.length > 0 && !executed.some((name) => ownMigrations.includes(name))
      : owner !== organisation;
  if (isOthers) {
    const whose =
      owner === undefined ? `is another organisation's: it has had ${some(unknown)}` : `belongs to ${owner}`;
    throw new StartFailure(`Expected the database of ${organisation}, but ${where} ${whose}. Correct ${setting}.`, 2);
  }
  if (unknown.length > 0) {
    throw new StartFailure(
      `Expected ${where} to have a schema that this program knows, but a newer version has migrated it (${some(unknown)}). Start that version, or restore the backup from before it.`,
      2,
    );
  }
  return migrations.filter((name) => !executed.includes(name));
}

/** The executed migrations of a database; undefined without any. */
async function executedMigrations(em: SqlEntityManager): Promise<string[] | undefined> {
  const [table]: { readonly found: boolean }[] = await em.execute(
    `select to_regclass('public.mikro_orm_migrations') is not null as found`,
  );
  if (!table?.found) return undefined;
  const rows: { readonly name: string }[] = await em.execute(
    'select name from public.mikro_orm_migrations order by id',
  );
  return rows.length === 0 ? undefined : rows.map(({ name }) => name);
}

/**
 * The tables of the schema `public`, without the list of migrations, which an interrupted first start may have left.
 */
async function tablesOf(em: SqlEntityManager): Promise<string[]> {
  const rows: { readonly name: string }[] = await em.execute(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'mikro_orm_migrations'
     order by tablename`,
  );
  return rows.map(({ name }) => name);
}

/** The first few of some names. */
function some(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
