import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PostgresServer } from '../operations/support/postgres-server.js';
import { freePort } from '../support/free-port.js';
import { executeOn, installedPrograms, SmallHub } from './support/small-hub.js';

/** The server of this run of the tests, by its superuser's URL. */
const server = process.env['HUB_TEST_POSTGRES'] ?? '';

/** A new prefix, so that tests do not share databases on the server. */
const newPrefix = () => `t${randomUUID().replaceAll('-', '').slice(0, 12)}_`;

const prefixes: string[] = [];
const roles: string[] = [];
afterAll(async () => {
  for (const name of prefixes.map((prefix) => `${prefix}womens_union`)) {
    await executeOn(server, `drop database if exists ${name} with (force)`);
    roles.push(`${name}_owner`, name);
  }
  for (const role of roles.toReversed()) await executeOn(server, `drop role if exists ${role}`);
});

/** A hub on a server that is there. */
function hubOn(url: string, prefix = newPrefix(), data?: string): Promise<SmallHub> {
  if (url.startsWith(server)) prefixes.push(prefix);
  return SmallHub.make(data, { HUB_POSTGRES: url, HUB_POSTGRES_PREFIX: prefix });
}

/** Makes a role on the tests' server. @returns the URL that it has there. */
async function roleWith(rights: string): Promise<string> {
  const role = newPrefix();
  roles.unshift(role);
  await executeOn(server, `create role ${role} login password 'hub' ${rights}`);
  return Object.assign(new URL(server), { username: role, password: 'hub' }).href;
}

/** Runs a hub twice; what came in the first time must be there the second. */
async function expectToServe(hub: SmallHub): Promise<void> {
  await hub.start();
  const code = await hub.import();
  expect((await hub.stop()).exitCode).toBe(0);
  await hub.start();
  expect(await hub.branches()).toEqual([code]);
  expect((await hub.stop()).exitCode).toBe(0);
}

describe('HUB_POSTGRES', () => {
  test('has the databases made on a server that is there, and starts none', async () => {
    const prefix = newPrefix();
    const hub = await hubOn(server, prefix);
    await expectToServe(hub);
    expect(existsSync(join(hub.data, 'postgres'))).toBe(false);
    const [made] = await executeOn(
      server,
      `select pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding,
         has_database_privilege('${prefix}womens_union', oid, 'connect') as own,
         exists (select from aclexplode(datacl) where grantee = 0) as others
       from pg_database where datname = '${prefix}womens_union'`,
    );
    expect(made).toEqual({ owner: `${prefix}womens_union_owner`, encoding: 'UTF8', own: true, others: false });

    // A password that is gone is not replaced: the server may be another hub's.
    const file = join(hub.data, 'womens-union/database-password');
    rmSync(file);
    const { exitCode, stderr } = await hub.startInVain();
    expect(stderr).toContain(`whose password is not in ${file}: another hub made it. Put the file back`);
    expect(exitCode).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test('lets two hubs share a server under two prefixes, and refuses a second of one prefix in one sentence', async () => {
    const prefix = newPrefix();
    const [one, other] = await Promise.all([hubOn(server, prefix), hubOn(server)]);
    await Promise.all([one.start(), other.start()]);
    const code = await one.import();
    expect(await other.branches()).toEqual([]);
    expect(await one.branches()).toEqual([code]);
    await Promise.all([one.stop(), other.stop()]);

    const intruder = await hubOn(server, prefix);
    const { exitCode, stderr } = await intruder.startInVain();
    expect(stderr).toBe(
      `The server of HUB_POSTGRES has a role "${prefix}womens_union_owner", whose password is not in ` +
        `${intruder.data}/womens-union/owner-password: another hub made it. Put the file back, or set HUB_POSTGRES_PREFIX ` +
        'to a word that no other hub on that server has.\n',
    );
    expect(exitCode).toBe(1);
  });

  test('needs a role that makes databases and roles, no superuser', async () => {
    await expectToServe(await hubOn(await roleWith('createdb createrole')));
    const url = await roleWith('');
    const { username } = new URL(url);
    const { exitCode, stderr } = await (await hubOn(url)).startInVain();
    expect(stderr).toBe(
      `The role "${username}" of HUB_POSTGRES may not make databases and roles. ` +
        `Have the server's administrator run: alter role "${username}" createdb createrole\n`,
    );
    expect(exitCode).toBe(1);
  });

  const installed = installedPrograms();
  if (installed.length === 0) console.warn('SKIPPED: HUB_POSTGRES on other versions (no programs of PostgreSQL here).');
  (installed.length > 0 ? test.each(installed) : test.skip.each(['']))(
    'works on the server of %s, with a role that is no superuser',
    async (programs) => {
      const other = await PostgresServer.open(programs);
      try {
        other.run('psql', ['-d', 'postgres', '-c', 'create role maker login createdb createrole']);
        const url = `postgres://maker@127.0.0.1:${other.port}`;
        await expectToServe(await SmallHub.make(undefined, { HUB_POSTGRES: url }));
        const version = other.run('psql', ['-d', 'hub_womens_union', '-Atc', 'show server_version']);
        expect(version.split('.')[0]).toBe(basename(dirname(programs)));
      } finally {
        await other.close();
      }
    },
  );

  test('says in one sentence that the password is wrong, or the server not there', async () => {
    const wrong = Object.assign(new URL(server), { password: 'wrong' });
    const refused = await (await hubOn(wrong.href)).startInVain();
    expect(refused.stderr).toMatch(
      /^hub start: The server of the database "postgres" on \S+ refuses the role "\w+" \(28P01\)\. Correct the role in HUB_POSTGRES, or its password\. \(exit code 2\)\n$/,
    );
    expect(refused.stderr).not.toContain('wrong');
    expect(refused.exitCode).toBe(2);

    const away = await (await hubOn(`postgres://hub@127.0.0.1:${await freePort()}`)).startInVain();
    expect(away.stderr).toMatch(
      /^hub start: Cannot reach the database "postgres" on 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Start its server, or correct HUB_POSTGRES\. \(exit code 1\)\n$/,
    );
    const nowhere = await (await hubOn('postgres://hub@nowhere.invalid')).startInVain();
    expect(nowhere.stderr).toMatch(
      /^hub start: Cannot reach the database "postgres" on nowhere\.invalid:5432 \(\w+\)\. .*\n$/,
    );
  });

  test.each([
    ['127.0.0.1:5432', '127.0.0.1:5432'],
    ['mysql://hub:secret@host', 'mysql://hub:…@host'],
    ['postgres://host', 'postgres://host'],
    ['postgres://hub:sec@ret@host?sslmode=require', 'postgres://hub:…@host?sslmode=require'],
  ])('refuses %s without its password', async (url, shown) => {
    const { exitCode, stderr } = await (await hubOn(url)).startInVain();
    expect(stderr).toBe(
      'HUB_POSTGRES: expected postgres://USER:PASSWORD@HOST without parameters (PGSSLMODE asks for TLS), ' +
        `a server on which USER may create databases and roles, got "${shown}".\nSee hub --help.\n`,
    );
    expect(exitCode).toBe(2);
  });

  test.each(['Hub', '9hub', 'hub-', 'x'.repeat(32)])('refuses the prefix %s', async (prefix) => {
    const { exitCode, stderr } = await (
      await SmallHub.make(undefined, { HUB_POSTGRES: server, HUB_POSTGRES_PREFIX: prefix })
    ).startInVain();
    expect(stderr).toMatch(/^HUB_POSTGRES_PREFIX: expected a word of .*\nSee hub --help\.\n$/);
    expect(exitCode).toBe(2);
  });
});
