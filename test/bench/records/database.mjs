import { createRequire } from 'node:module';

/** The driver that the kit's database layer brings. */
const fromKit = createRequire(new URL('../../../subgraphs/kit/package.json', import.meta.url));
const fromMikro = createRequire(fromKit.resolve('@mikro-orm/postgresql'));
const { Client } = fromMikro('pg');

/** Makes a database on a server. @returns its URL. */
export async function createDatabase(server, name) {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
