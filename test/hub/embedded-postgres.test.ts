import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from './support/hub.js';
import { processesOf, SmallHub } from './support/small-hub.js';

const isRoot = process.getuid?.() === 0;
const passwd = readFileSync('/etc/passwd', 'utf8');

const one = { role: 'womens_union', passwordFile: 'womens-union/database-password', database: 'womens_union' };
const other = { role: 'identity', passwordFile: 'identity/database-password', database: 'identity' };
const superuser = { role: 'postgres', passwordFile: 'postgres/password', database: 'womens_union' };

describe('the embedded PostgreSQL', () => {
  let hub: SmallHub;
  let second: SmallHub;

  beforeAll(async () => {
    hub = await SmallHub.make(undefined, {}, ['womens-union', 'identity']);
    second = await SmallHub.make();
    await Promise.all([hub.start(), second.start()]);
  });
  afterAll(async () => {
    await Promise.all([hub.stop(), second.stop()]);
  });

  test('serves two hubs on one machine, each from databases of its own', async () => {
    await second.import();
    const code = await second.import();
    expect(await second.branches()).toContain(code);
    expect(await hub.branches()).toEqual([]);
    expect(hub.server).not.toBe(second.server);
  });

  (isRoot ? test : test.skip)('runs as a user without rights, and adds none to the machine', () => {
    const known = new Map(passwd.split('\n').map((line) => [Number(line.split(':')[2]), line.split(':')[0]]));
    const { uid } = statSync(`/proc/${hub.server}`);
    expect(uid).toBeGreaterThan(0);
    expect(['postgres', 'nobody', 'daemon']).toContain(known.get(uid));
    expect(readFileSync('/etc/passwd', 'utf8')).toBe(passwd);
    // Files beside PostgreSQL's own belong to the launcher's user.
    for (const name of ['', '/password', '/log']) expect(statSync(join(hub.data, `postgres${name}`)).uid).toBe(0);
  });

  test('lets an organisation’s role into its own database and no other', async () => {
    expect(await hub.asRole(one, 'select 1 as is')).toEqual([{ is: 1 }]);
    for (const database of [other.database, 'postgres', 'template1']) {
      await expect(hub.asRole({ ...one, database }, 'select 1')).rejects.toThrow(/42501|permission denied/);
    }
    await expect(hub.asRole({ ...other, database: one.database }, 'select 1')).rejects.toThrow(
      /42501|permission denied/,
    );
    await expect(hub.asRole({ ...one, passwordFile: other.passwordFile }, 'select 1')).rejects.toThrow('28P01');
    const rights = await hub.asRole(
      superuser,
      `select rolname from pg_roles where (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
         and rolname <> 'postgres'`,
    );
    expect(rights).toEqual([]);
  });

  test('listens at a socket in its closed folder alone: nobody else on the machine can take its connections', async () => {
    const listening = await hub.asRole(
      superuser,
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by 1`,
    );
    expect(listening).toEqual([
      { name: 'listen_addresses', setting: '' },
      { name: 'unix_socket_directories', setting: hub.cluster },
    ]);
    const [socket] = readdirSync(hub.cluster).filter((name) => /^\.s\.PGSQL\.\d+$/.test(name));
    expect(statSync(join(hub.cluster, socket ?? '')).mode & 0o777).toBe(0o700);
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of addresses.filter(({ family }) => family === 'IPv4')) {
      const socket = createConnection(hub.port + 11, address);
      await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
    }
  });

  test('keeps its passwords where their owner alone reads them, and its files closed', () => {
    for (const name of ['postgres/password', one.passwordFile, 'womens-union/owner-password', 'postgres/log'])
      expect(statSync(join(hub.data, name)).mode & 0o777).toBe(0o600);
    expect(statSync(hub.cluster).mode & 0o777).toBe(0o700);
    const commands = processesOf(hub.data).map(({ command }) => command);
    expect(commands.some((command) => command.includes('postgres'))).toBe(true);
    for (const name of ['postgres/password', one.passwordFile, 'womens-union/owner-password']) {
      const password = readFileSync(join(hub.data, name), 'utf8').trim();
      expect(commands.filter((command) => command.includes(password))).toEqual([]);
    }
  });

  test('writes no value of a row into its log', async () => {
    const secret = 'Nguyễn Thị Mật';
    for (const sql of [
      `select '${secret}'::integer`,
      `insert into branch (code) values ('${secret}')`,
      `do $$ begin raise exception '${secret}'; end $$`,
      `do $$ begin raise warning '${secret}'; end $$`,
      `select no_such_thing from (values ('${secret}')) as t`,
    ]) {
      await hub.asRole(one, sql).catch(() => undefined);
    }
    const log = readFileSync(join(hub.data, 'postgres/log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain(secret);
  });

  test('names its port where that is taken, and how to choose another', async () => {
    const third = await SmallHub.make();
    const occupant = createServer().listen(third.port + 11, '127.0.0.1');
    await once(occupant, 'listening');
    const { exitCode, stderr } = await third.startInVain();
    occupant.close();
    expect(stderr).toBe(
      `Not every port can be used:\n  ${third.port + 11} for postgres: in use; choose another with POSTGRES_PORT=N\n`,
    );
    expect(exitCode).toBe(1);
    await third.untilNothingIsLeft();
    const elsewhere = await SmallHub.make(third.data, { POSTGRES_PORT: String(await freePort()) });
    await elsewhere.start();
    expect((await elsewhere.stop()).exitCode).toBe(0);
  });

  test('leaves nothing behind when the hub stops', async () => {
    const third = await SmallHub.make();
    await third.start();
    expect((await third.stop()).exitCode).toBe(0);
    expect(processesOf(third.data)).toEqual([]);
  });
});
