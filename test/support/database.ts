import { randomUUID } from 'node:crypto';
import { openDatabase } from '@hub/kit';

/** A kind of PostgreSQL that the tests run on. */
export interface TestDatabase {
  readonly name: string;
  /** Makes an empty database and tells its URL. */
  readonly create: () => Promise<string>;
}

const embedded: TestDatabase = { name: 'embedded PostgreSQL', create: () => Promise.resolve('pglite://memory') };

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

/** Every kind of PostgreSQL at hand: the embedded one always, a server where there is one. */
export const testDatabases: readonly TestDatabase[] = serverUrl
  ? [embedded, { name: 'PostgreSQL server', create: () => createOnServer(serverUrl) }]
  : [embedded];
