import { createHash, randomUUID } from 'node:crypto';
import type { SubgraphDefinition } from '@hub/kit';
import { allMigrations } from '@hub/kit/service';
import {
  type Database,
  type DatabaseOptions,
  migrateDatabase,
  openDatabase,
} from '../../subgraphs/kit/src/database/database.js';
import { placeOf } from '../../subgraphs/kit/src/database/database-fault.js';
import { defaultLimits } from '../../subgraphs/kit/src/database/limits.js';
import { grantRights, type TableRights } from '../../subgraphs/kit/src/database/rights.js';

type Migrations = DatabaseOptions['migrations'];

/** The server of this run of the tests: its superuser's URL, set by `test/run.mjs`. */
function server(): URL {
  const url = process.env['HUB_TEST_POSTGRES'];
  if (!url) throw new Error('Expected test/run.mjs to have started PostgreSQL (HUB_TEST_POSTGRES).');
  return new URL(url);
}

/** Databases that have a name and are not made yet. */
const planned = new Set<string>();

/**
 * Names a database of a test's own. It is made when `openTestDatabase` (as `startSubgraph` does) opens it first.
 * @returns its URL.
 */
export function newDatabase(): string {
  const url = urlOf(`test_${randomUUID().replaceAll('-', '')}`);
  planned.add(url);
  return url;
}

/**
 * Makes a separate database that a program opens.
 * @param definition the subgraph whose migrations the database has; without it, the database is empty.
 * @returns its URL.
 */
export async function createDatabase(definition?: SubgraphDefinition): Promise<string> {
  const url = newDatabase();
  await makePlanned(url, definition ? allMigrations(definition) : []);
  return url;
}

/** Data that a planned database has in addition to its migrations. */
export interface Prepared {
  /** Names it among what other databases of these tests have. */
  readonly name: string;
  readonly prepare: (em: Database['em']) => Promise<unknown>;
}

/** Opens a database as `openDatabase` does; first makes a planned one, with its migrations and prepared data. */
export async function openTestDatabase(url: string, options: DatabaseOptions, prepared?: Prepared): Promise<Database> {
  await makePlanned(url, options.migrations, prepared && { ...prepared, options });
  return openDatabase(url, options);
}

/** The role with which the tests' servers read and write. */
const serverRole = 'hub_test_server';

/**
 * Grants the role of the tests' servers what a server needs in a database.
 * @param em of the database's owner
 * @returns the URL by which that role uses it.
 */
export async function urlOfServer(em: Database['em'], databaseUrl: string, own: TableRights = {}): Promise<string> {
  await em.execute(
    `do $$ begin create role ${serverRole} login password '${serverRole}';
     exception when duplicate_object or unique_violation then null; end $$`,
  );
  const url = new URL(databaseUrl);
  await em.execute(`grant connect, temporary on database "${url.pathname.slice(1)}" to ${serverRole}`);
  await grantRights(em, serverRole, own, placeOf(databaseUrl));
  return Object.assign(url, { username: serverRole, password: serverRole }).href;
}

async function prepare(url: string, { options, prepare: fill }: Preparing): Promise<void> {
  const database = await openDatabase(url, options);
  try {
    await fill(database.em);
  } finally {
    await database.close();
  }
}

function urlOf(database: string): string {
  const url = server();
  url.pathname = `/${database}`;
  return url.href;
}

type Preparing = Prepared & { readonly options: DatabaseOptions };

/** Makes a database as a copy of one that has had its migrations: a copy takes a tenth of the time. */
async function makePlanned(url: string, migrations: Migrations, prepared?: Preparing): Promise<void> {
  if (!planned.delete(url)) return;
  await onServer(async (execute) => {
    const template = migrations.length === 0 ? 'template0' : await migratedTemplate(migrations, execute, prepared);
    await execute(`create database ${new URL(url).pathname.slice(1)} template ${template} strategy file_copy`);
  });
}

type Execute = <Row extends object>(sql: string) => Promise<Row[]>;

/**
 * On a busy machine, a copy of a database takes long, and so does the wait for another worker that makes its template.
 */
export const patient = { ...defaultLimits, connectMs: 30_000, statementMs: 200_000, lockMs: 200_000 };

async function onServer<T>(work: (execute: Execute) => Promise<T>): Promise<T> {
  const database = await openDatabase(server().href, { entities: [], migrations: [], limits: patient });
  try {
    return await work((sql) => database.em.execute(sql));
  } finally {
    await database.close();
  }
}

/** The template database with these migrations and prepared data; the first worker that needs it makes it. */
async function migratedTemplate(migrations: Migrations, execute: Execute, prepared?: Preparing): Promise<string> {
  const names = [...migrations.map(({ name }) => name), ...(prepared ? [prepared.name] : [])].join();
  const template = `template_${createHash('sha256').update(names).digest('hex').slice(0, 32)}`;
  const isThere = async () => {
    const rows = await execute(`select from pg_database where datname = '${template}' and datistemplate`);
    return rows.length > 0;
  };
  if (await isThere()) return template;
  return onServer(async (alone) => {
    // Held until the connection ends: other workers wait for the one that makes it.
    await alone(`select pg_advisory_lock(hashtextextended('${template}', 0))`);
    if (await isThere()) return template;
    await alone(`drop database if exists ${template}`);
    await alone(`create database ${template} template template0 strategy file_copy`);
    await migrateDatabase(urlOf(template), { migrations });
    if (prepared) await prepare(urlOf(template), prepared);
    await alone(`alter database ${template} with is_template true`);
    return template;
  });
}
