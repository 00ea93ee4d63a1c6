import { setTimeout as delay } from 'node:timers/promises';
import type { EntitySchema } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartFailure } from '@hub/runtime';
import { isLateConnection } from './away.js';
import { BoundedPool } from './bounded-pool.js';
import { codeOf, databaseFault, type DatabasePlace, placeOf } from './database-fault.js';
import { type DatabaseLimits, defaultLimits } from './limits.js';
import { waitForTurn } from './lock-start.js';
import type { Probe } from './probe.js';
import { missingMigrations } from './schema-state.js';
import { type Statement, StatementWatch } from './statement.js';

/** An open database whose schema is up to date. */
export interface Database {
  /** The root entity manager; every request uses a fork of it. */
  readonly em: SqlEntityManager;
  /** Tests whether the database answers. */
  readonly probe: Probe;
  /**
   * Lets running imports, releases and other large work continue for one more statement limit; unfinished transactions
   * are rolled back.
   */
  endLargeWork(): void;
  /** Waits for running work, as long as a connection may take, and closes the other connections. */
  close(): Promise<void>;
}

/** The expected owner of a database. */
export interface Owner {
  /** The organisation's code. */
  readonly organisation: string;
  /** The migrations that no other organisation has. */
  readonly ownMigrations: DatabaseOptions['migrations'];
}

/** The options of opening a database. */
export interface DatabaseOptions {
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly (new (...parameters: ConstructorParameters<typeof Migration>) => Migration)[];
  /** Refuses a database of another organisation; without an owner, any database is accepted. */
  readonly owner?: Owner;
  /** Whether missing migrations run, or the database is refused; default: `run`. */
  readonly migrate?: 'run' | 'refuse';
  readonly limits?: DatabaseLimits;
  /** Called with each SQL statement after it has run. */
  readonly onStatement?: (statement: Statement) => void;
}

/** The options of every connection to a database. */
function commonOptions({ migrations }: Pick<DatabaseOptions, 'migrations'>) {
  return {
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
  };
}

/**
 * Opens the database of a URL, and runs its missing migrations. It never creates a database.
 * @param url `postgresql://…`
 * @throws StartFailure with the reason why the database cannot be used, and the remedy.
 */
export async function openDatabase(url: string, options: DatabaseOptions, place = placeOf(url)): Promise<Database> {
  const { entities, onStatement, limits = defaultLimits, migrate = 'run' } = options;
  const watch = onStatement && new StatementWatch(onStatement);
  const pool = new BoundedPool(limits);
  const orm = await MikroORM.init({
    ...commonOptions(options),
    entities: [...entities],
    ...(watch && { onQuery: watch.onQuery, loggerFactory: watch.loggerFactory }),
    clientUrl: url,
    ensureDatabase: false,
    driverOptions: pool.driverOptions,
  });
  const close = async () => {
    const closed = orm.close();
    await Promise.race([closed, delay(limits.connectMs, undefined, { ref: false })]);
    pool.cut();
  };
  try {
    await firstAnswer(orm.em, limits);
    const count = await lacking(orm.em, options, place);
    if (count > 0 && migrate === 'refuse') {
      throw new StartFailure(
        `Expected ${place.where} to have every migration, but it lacks ${count}. Run this program with the argument migrate first.`,
        2,
      );
    }
    if (count > 0) await migrateDatabase(url, options, place);
  } catch (error) {
    await close();
    throw databaseFault(error, place);
  }
  const { probe } = pool;
  return {
    em: orm.em,
    probe,
    endLargeWork: () => {
      pool.endLargeWork();
    },
    close: async () => {
      probe.close();
      await close();
    },
  };
}

/**
 * The factor by which a start waits longer for a connection than later work: all programs of a hub start at the same
 * moment.
 */
const patienceOfStart = 10;

/** Tests the server for the first time, and again where a connection takes too long. */
async function firstAnswer(em: SqlEntityManager, { connectMs }: DatabaseLimits): Promise<void> {
  const end = performance.now() + patienceOfStart * connectMs;
  for (;;) {
    try {
      await em.execute('select 1');
      return;
    } catch (error) {
      if (!isLateConnection((error as Error).message) || performance.now() > end) throw error;
    }
  }
}

/** How long a migration waits for a connection, in milliseconds: its server starts at the same moment, on a busy machine. */
const connectMsOfMigration = 30_000;

/** How many attempts a migration makes with a running server that does not accept connections yet. */
const mostTries = 10;

/** Begins a transaction; retries while the server is starting or its host name is unknown. */
async function begun(fork: () => SqlEntityManager): Promise<SqlEntityManager> {
  for (let turn = 1; ; turn += 1) {
    try {
      const em = fork();
      await em.begin();
      return em;
    } catch (error) {
      if (turn === mostTries || !/^(57P03|EAI_AGAIN)$/.test(codeOf(error) ?? '')) throw error;
      await delay(1000);
    }
  }
}

/**
 * Runs a database's missing migrations, and then its owner's further work. Of several processes at once, one does the
 * work and the others wait. A migration has no time limit.
 * @param then gets the owner's connection.
 * @returns how many migrations were missing.
 * @throws StartFailure as `openDatabase`.
 */
export async function migrateDatabase(
  url: string,
  options: Pick<DatabaseOptions, 'migrations' | 'owner'>,
  place = placeOf(url),
  then: (em: SqlEntityManager) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const orm = await MikroORM.init({
    ...commonOptions(options),
    entities: [],
    clientUrl: url,
    ensureDatabase: false,
    driverOptions: { max: 2, connectionTimeoutMillis: connectMsOfMigration, keepAlive: true },
  });
  let lock: SqlEntityManager | undefined;
  try {
    // A transaction that only holds the lock: one that read a table would block a migration.
    lock = await begun(() => orm.em.fork());
    for (const limit of ['idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout'])
      await lock.execute(`set local ${limit} = 0`);
    await waitForTurn(lock, 'hub migrations');
    const count = await lacking(orm.em.fork(), options, place);
    if (count > 0) await orm.migrator.up();
    await then(orm.em.fork());
    await lock.commit();
    return count;
  } catch (error) {
    // The open connection with the lock would prevent closing the others.
    if (lock?.isInTransaction()) await lock.rollback().catch(() => undefined);
    throw databaseFault(error, place);
  } finally {
    await orm.close();
  }
}

/** How many migrations of a database are missing. */
async function lacking(
  em: SqlEntityManager,
  { migrations, owner }: Pick<DatabaseOptions, 'migrations' | 'owner'>,
  place: DatabasePlace,
): Promise<number> {
  const names = migrations.map(({ name }) => name);
  if (names.length === 0 || !owner) return names.length;
  const { organisation, ownMigrations } = owner;
  const known = { organisation, migrations: names, ownMigrations: ownMigrations.map(({ name }) => name) };
  return (await missingMigrations(em, known, place)).length;
}
