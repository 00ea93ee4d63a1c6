import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, type DatabaseOptions, openDatabase } from '../../subgraphs/kit/src/database/database.js';

/** A kind of PostgreSQL that the tests run on. */
export interface TestDatabase {
  readonly name: string;
  /** Makes an empty database and tells its URL. */
  readonly create: () => Promise<string>;
}

/** An embedded database of a test's own, in memory. */
export const inMemory = 'pglite://memory';

const embedded: TestDatabase = { name: 'embedded PostgreSQL', create: () => Promise.resolve(inMemory) };

/** A server's URL, set by `global-setup.ts`: given as TEST_DATABASE_URL, or a container's. */
const serverUrl = process.env['HUB_TEST_POSTGRES'];

async function createOnServer(url: string): Promise<string> {
  const name = `hub_${randomUUID().replaceAll('-', '')}`;
  const server = await openDatabase(url, { entities: [], migrations: [] });
  try {
    await server.em.execute(`create database ${name}`);
  } finally {
    await server.close();
  }
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}

/** Every kind of PostgreSQL at hand: the embedded one always, a server where this run has one. */
export const testDatabases: readonly TestDatabase[] = serverUrl
  ? [embedded, { name: 'PostgreSQL server', create: () => createOnServer(serverUrl) }]
  : [embedded];

/**
 * Opens a database as `openDatabase` does. An embedded one in memory is a copy of one that this run has migrated
 * already, where there is one: to make a new one takes seconds, to copy it a fraction of one.
 */
export async function openTestDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  if (url !== inMemory) return openDatabase(url, options);
  return openDatabase(url, { ...options, dump: await migratedDump(options.migrations) });
}

/** Of MikroORM's connection to PGlite, what is used here. */
interface PgliteConnection {
  getNativeClient(): Promise<{ dumpDataDir(compression: 'none'): Promise<Blob> }>;
}

/** The dump of an embedded database that has had some migrations; made once in a run of the tests. */
async function migratedDump(migrations: DatabaseOptions['migrations']): Promise<NonNullable<DatabaseOptions['dump']>> {
  const names = migrations.map(({ name }) => name).join();
  const file = join(dumps(), `${createHash('sha256').update(names).digest('hex')}.tar`);
  if (!existsSync(file)) {
    const dump = migrations.length === 0 ? undefined : await migratedDump([]);
    const database = await openDatabase(inMemory, { entities: [], migrations, dump });
    try {
      const connection = database.em.getConnection() as unknown as PgliteConnection;
      const made = await (await connection.getNativeClient()).dumpDataDir('none');
      // Another worker may make the same at the same time: whoever reads the file must find a whole one.
      const part = `${file}.${randomUUID()}`;
      await writeFile(part, Buffer.from(await made.arrayBuffer()));
      await rename(part, file);
    } finally {
      await database.close();
    }
  }
  return async () => {
    const { buffer } = new Uint8Array(await readFile(file));
    return buffer;
  };
}

function dumps(): string {
  const folder = process.env['HUB_TEST_DUMPS'];
  if (!folder) throw new Error('Expected global-setup.ts to have made a folder for dumps.');
  return folder;
}
