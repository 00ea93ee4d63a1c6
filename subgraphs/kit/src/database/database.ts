import { join, resolve } from 'node:path';
import type { EntitySchema } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM as PgliteORM } from '@mikro-orm/pglite';
import { MikroORM as PostgresORM } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { lockFolder } from './folder-lock.js';
import { type Statement, StatementWatch } from './statement.js';

/** An open database whose schema is up to date. */
export interface Database {
  /** The root entity manager; every request works on a fork of it. */
  readonly em: SqlEntityManager;
  close(): Promise<void>;
}

/** What a database is opened with. */
export interface DatabaseOptions {
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly (new (...parameters: ConstructorParameters<typeof Migration>) => Migration)[];
  /** Is told of each SQL statement once it has run. */
  readonly onStatement?: (statement: Statement) => void;
  /** Reads what a database in memory begins as, a dump (tar) of PGlite's; empty unless given. */
  readonly dump?: (() => Promise<ArrayBuffer>) | undefined;
}

/** Settings for one connection on a laptop: a third less memory than with PostgreSQL's own defaults. */
const embeddedSettings = { postgresqlconf: ['shared_buffers = 16MB', 'wal_buffers = 1MB', 'max_connections = 5'] };

/**
 * Opens the database that a URL names and runs the migrations that it lacks.
 * @param url `pglite://FOLDER`, `pglite://memory` or `postgresql://…`; the same migrations run on all.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const { entities, migrations, onStatement, dump } = options;
  const watch = onStatement && new StatementWatch(onStatement);
  const common = {
    entities: [...entities],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
    ...(watch && { onQuery: watch.onQuery, loggerFactory: watch.loggerFactory }),
  };
  if (!url.startsWith('pglite://')) {
    const orm = await PostgresORM.init({ ...common, clientUrl: url });
    return migrated(orm, () => orm.close());
  }
  const path = url.slice('pglite://'.length);
  if (path === 'memory') {
    // A Blob, which PGlite's documentation shows here, does not survive MikroORM's copying of its options.
    const driverOptions = { ...embeddedSettings, ...(dump && { loadDataDir: { type: '', arrayBuffer: dump } }) };
    const orm = await PgliteORM.init({ ...common, dbName: 'memory://', driverOptions });
    return migrated(orm, () => orm.close());
  }
  const folder = resolve(path);
  const unlock = lockFolder(folder);
  const orm = await PgliteORM.init({
    ...common,
    dbName: join(folder, 'pgdata'),
    driverOptions: embeddedSettings,
  }).catch((error: unknown) => {
    unlock();
    throw error;
  });
  return migrated(orm, async () => {
    await orm.close();
    unlock();
  });
}

async function migrated(
  orm: { readonly em: SqlEntityManager; readonly migrator: { up(): Promise<unknown> } },
  close: () => Promise<void>,
): Promise<Database> {
  try {
    await orm.migrator.up();
  } catch (error) {
    await close();
    throw error;
  }
  return { em: orm.em, close };
}
