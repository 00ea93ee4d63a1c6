import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allMigrations, openDatabase } from '@hub/kit/service';
import { makeDatabases } from '../../subgraphs/hub/src/postgres/databases.js';
import { openOwnDatabase } from '../../subgraphs/kit/src/definition/open-own-database.js';
import { readConfig } from '../../subgraphs/kit/src/settings/config.js';
import { womensUnion } from '../../subgraphs/womens-union/src/subgraph.js';
import { createDatabase } from '../support/database.js';

/** How many start at once, and how many times they do. */
const [copies, rounds] = [4, 5];

/** What each of several promises failed with. */
async function failures(works: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(works);
  return settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
}

describe('copies that start at once', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-copies-'));
    writeFileSync(join(folder, 'tokens'), `import ${randomBytes(32).toString('hex')}\n`);
    writeFileSync(join(folder, 'key'), randomBytes(32).toString('hex'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const start = async (url: string) => {
    const config = readConfig(
      {
        ...{ NODE_ENV: 'test', ALLOW_UNSIGNED: 'true', PORT: '1', DATABASE_URL: url },
        ...{ OPERATOR_TOKEN_FILE: join(folder, 'tokens'), PSEUDONYM_KEY_FILE: join(folder, 'key') },
      },
      womensUnion.organisation,
    );
    const { database } = await openOwnDatabase(womensUnion, config, () => undefined);
    await database.close();
  };
  const startAtOnce = (url: string) => failures(Array.from({ length: copies }, () => start(url)));
  const execute = async <Row extends object>(url: string, sql: string): Promise<Row[]> => {
    const database = await openDatabase(url, { entities: [], migrations: [] });
    try {
      return await database.em.execute<Row[]>(sql);
    } finally {
      await database.close();
    }
  };

  test('on an empty database: each migration runs once', async () => {
    const url = await createDatabase();
    expect(await startAtOnce(url)).toEqual([]);
    const names = await execute<{ name: string }>(url, 'select name from mikro_orm_migrations order by id');
    expect(names.map(({ name }) => name)).toEqual(allMigrations(womensUnion).map(({ name }) => name));
  });

  test('on a migrated one, whose tables nothing watches yet: each gets one trigger', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const url = await createDatabase(womensUnion);
      expect([round, await startAtOnce(url)]).toEqual([round, []]);
      const watched = await execute(url, `select from pg_trigger where tgname = 'table_change'`);
      expect(watched.length).toBeGreaterThan(0);
    }
  });

  test('on a server that lacks their roles: one hub makes them, and the others hear that it did', async () => {
    const server = process.env['HUB_TEST_POSTGRES'] ?? '';
    for (let round = 0; round < rounds; round += 1) {
      const name = `at_once_${randomUUID().slice(0, 8)}`;
      const hub = (index: number) => {
        const fileOf = (role: string) => join(folder, `${role}-${index}`);
        const wanted = [`${name}_owner`, name].map((role) => ({ role, passwordFile: fileOf(role) }));
        const [owner, own] = wanted;
        if (!owner || !own) throw new Error('Expected two roles.');
        return makeDatabases(server, [{ name, owner, server: own }], false);
      };
      const failed = await failures(Array.from({ length: copies }, (_, index) => hub(index)));
      expect(failed).toHaveLength(copies - 1);
      for (const one of failed) expect((one as Error).message).toContain('another hub made it');
      const made = Array.from({ length: copies }, (_, index) => existsSync(join(folder, `${name}-${index}`)));
      expect(made.filter(Boolean)).toHaveLength(1);
      await execute(server, `drop database ${name}`);
      for (const role of [name, `${name}_owner`]) await execute(server, `drop role ${role}`);
    }
  });
});
