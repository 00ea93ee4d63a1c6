import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DataFolder } from '../../../subgraphs/hub/src/cli/data-folder.js';
import { makeDatabases } from '../../../subgraphs/hub/src/postgres/databases.js';
import type { DatabaseUrls } from './postgres-server.js';

/** Makes organisations' databases, each with an owner and a server's role, on the server of this run of the tests. */
export async function databasesOfTests(
  codes: readonly string[],
  data: DataFolder,
): Promise<ReadonlyMap<string, DatabaseUrls>> {
  const server = process.env['HUB_TEST_POSTGRES'] ?? '';
  const prefix = `operated_${randomUUID().slice(0, 8)}_`;
  const wanted = codes.map((code) => {
    const name = `${prefix}${code.replaceAll('-', '_')}`;
    const owner = { role: `${name}_owner`, passwordFile: data.ownerPasswordOf(code) };
    return { code, name, owner, server: { role: name, passwordFile: data.databasePasswordOf(code) } };
  });
  await makeDatabases(server, wanted, false);
  const urlAs = (name: string, { role, passwordFile }: { readonly role: string; readonly passwordFile: string }) => {
    const password = readFileSync(passwordFile, 'utf8').trim();
    return Object.assign(new URL(server), { username: role, password, pathname: `/${name}` }).href;
  };
  return new Map(
    wanted.map((each) => [each.code, { owner: urlAs(each.name, each.owner), server: urlAs(each.name, each.server) }]),
  );
}
