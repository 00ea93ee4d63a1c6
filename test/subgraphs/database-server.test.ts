import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { allMigrations, openDatabase } from '@hub/kit/service';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { startTestSubgraph } from '../gateway/support/test-subgraph.js';
import { createDatabase } from '../support/database.js';
import { untilWith } from '../support/child.js';
import { freePort } from '../support/free-port.js';
import { passedOn } from '../support/passed-on.js';
import { startProgram } from '../support/program.js';

/** A PostgreSQL server that hangs on command: it neither answers nor refuses a message. */
async function openHangingServer(url: URL) {
  const sockets = new Set<Socket>();
  let hangs = false;
  const proxy: Server = createServer((near) => {
    const far = connect(Number(url.port || 5432), url.hostname);
    sockets.add(near).add(far);
    near.on('data', (chunk) => hangs || far.write(chunk)).on('close', () => far.destroy());
    far.on('data', (chunk) => hangs || near.write(chunk)).on('close', () => near.destroy());
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as { port: number }).port,
    hang: (value: boolean) => {
      hangs = value;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

describe('a subgraph’s program on its server', () => {
  let folder: string;
  let url: string;
  const children: ChildProcess[] = [];
  const token = randomBytes(32).toString('hex');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-server-'));
    writeFileSync(join(folder, 'tokens'), `import,people,audit,metrics ${token}\n`);
    for (const name of ['key', 'other-key']) writeFileSync(join(folder, name), randomBytes(32).toString('hex'));
    url = await createDatabase();
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  /** Starts a program, and keeps what it says. */
  const start = async (organisation: string, environment: NodeJS.ProcessEnv, ...args: string[]) => {
    const port = await freePort();
    const program = fileURLToPath(new URL(`../../subgraphs/${organisation}/dist/main.js`, import.meta.url));
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ ...passedOn, NODE_ENV: 'test', ALLOW_UNSIGNED: 'true', PORT: String(port) },
        ...{ OPERATOR_TOKEN_FILE: join(folder, 'tokens'), DATABASE_URL: url },
        [organisation === 'audit' ? 'AUDIT_KEY_FILE' : 'PSEUDONYM_KEY_FILE']: join(folder, 'key'),
        ...environment,
      },
    });
    children.push(child);
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said.text += String(chunk)));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text: said.text }));
    return { child, said, ended, port, at: (path: string) => `http://127.0.0.1:${port}${path}` };
  };
  type Started = Awaited<ReturnType<typeof start>>;
  const ready = ({ child, said, at }: Started) =>
    untilWith(
      child,
      () =>
        fetch(at('/readyz')).then(
          ({ ok }) => ok,
          () => false,
        ),
      () => said.text,
    );
  const stop = async ({ child, ended }: Started) => {
    child.kill();
    await ended;
  };
  const execute = async (of: string, sql: string): Promise<Record<string, unknown>[]> => {
    const database = await openDatabase(of, { entities: [], migrations: [] });
    try {
      return await database.em.execute(sql);
    } finally {
      await database.close();
    }
  };
  const named = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;

  test('refuses a database that is not there, and makes none', async () => {
    const name = `hub_mistyped_${randomBytes(4).toString('hex')}`;
    const { code, text } = await (await start('womens-union', { DATABASE_URL: named(name) })).ended;
    expect(code).toBe(2);
    expect(text).toMatch(new RegExp(`^womens-union: Expected the database "${name}" on .* \\(exit code 2\\)\n$`));
    expect(await execute(url, `select from pg_database where datname = '${name}'`)).toEqual([]);
  });

  test('waits for another that migrates at the same time', async () => {
    const replicas = await Promise.all([1, 2, 3].map(() => start('womens-union', {})));
    await Promise.all(replicas.map(ready));
    await Promise.all(replicas.map(stop));
    for (const { said } of replicas) expect(said.text).not.toMatch(/exit code/);
    const names = await execute(url, 'select name from mikro_orm_migrations order by id');
    expect(names.map(({ name }) => name)).toEqual(allMigrations(womensUnion).map(({ name }) => name));
  });

  test('refuses another key, another organisation’s database, and one of a newer version', async () => {
    const other = await (await start('womens-union', { PSEUDONYM_KEY_FILE: join(folder, 'other-key') })).ended;
    expect(other).toEqual({
      code: 2,
      text: expect.stringContaining('Expected the pseudonym key with the fingerprint'),
    });

    const foreign = await (await start('youth-union', {})).ended;
    expect(foreign).toEqual({ code: 2, text: expect.stringContaining('belongs to womens-union') });

    await execute(url, `insert into mikro_orm_migrations (name) values ('Migration20990101000000_later')`);
    const newer = await (await start('womens-union', {})).ended;
    expect(newer).toEqual({ code: 2, text: expect.stringContaining('a newer version has migrated it') });
    await execute(url, `delete from mikro_orm_migrations where name like '%_later'`);
  });

  test('answers within its limits while PostgreSQL hangs, and goes on afterwards', async () => {
    const proxy = await openHangingServer(new URL(url));
    const behind = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
    const limits = { DATABASE_STATEMENT_TIMEOUT_MS: '1000', DATABASE_CONNECT_TIMEOUT_MS: '3000' };
    const subgraph = await start('womens-union', { DATABASE_URL: behind, ...limits });
    await ready(subgraph);
    const query = `{"query":"{ _entities(representations: [{__typename: \\"LearningGroup\\", code: \\"A\\"}]) { __typename } }"}`;
    const ask = async () => {
      const response = await fetch(subgraph.at('/graphql'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'while-it-hangs' },
        body: query,
        signal: AbortSignal.timeout(20_000),
      });
      return (await response.json()) as { data?: unknown; errors?: readonly { readonly message: string }[] };
    };
    expect(await ask()).toEqual({ data: { _entities: [null] } });
    proxy.hang(true);
    const during = await fetch(subgraph.at('/readyz'), { signal: AbortSignal.timeout(5000) });
    expect([during.status, await during.json()]).toEqual([
      503,
      { status: 'not ready', notReady: [{ code: 'DATABASE_UNREACHABLE', message: expect.any(String) }] },
    ]);
    const answers = await Promise.all(Array.from({ length: 30 }, ask));
    for (const { errors } of answers) expect(errors?.[0]?.message).toContain('while-it-hangs');
    proxy.hang(false);
    await ready(subgraph);
    await untilWith(subgraph.child, async () => (await ask()).errors === undefined);
    expect(subgraph.said.text).toMatch(/"msg":"not ready"/);
    expect(subgraph.said.text).toMatch(/"reqId":"while-it-hangs"[^\n]*"msg":"resolver failed"/);
    proxy.hang(true);
    await stop(subgraph);
    proxy.close();
  });

  test('that is paused is told as DATABASE_UNAVAILABLE, by organisation, through the gateway', async () => {
    const proxy = await openHangingServer(new URL(url));
    const behind = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
    const paused = await start('womens-union', { DATABASE_URL: behind });
    await ready(paused);
    const typeDefs = [
      'type Query { learningGroup(code: ID!): LearningGroup } type LearningGroup @key(fields: "code") { code: ID! }',
      'type Query { teams: [Team!] } type Team @key(fields: "code") { code: ID! }',
    ].map((text) => parse(text));
    const named = ['womens-union', 'youth-union'].map((name, index) => ({ name, typeDefs: typeDefs[index] as never }));
    const { supergraphSdl = '' } = composeServices(named);
    writeFileSync(join(folder, 'supergraph.graphql'), supergraphSdl);
    const youthUnion = await startTestSubgraph('youth-union', { teams: [{ code: 'T' }] }, 'answers');
    const gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', join(folder, 'supergraph.graphql'), '--foreign', '--limits', 'hub'],
      { SUBGRAPH_URL_WOMENS_UNION: paused.at('/graphql'), SUBGRAPH_URL_YOUTH_UNION: youthUnion.url },
      /^ready$/,
    );
    const ask = async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ learningGroup(code: \\"A\\") { code } teams { code } }"}',
      });
      const { data, errors } = (await response.json()) as { readonly data: unknown; readonly errors?: unknown };
      return [response.status, { data, ...(errors !== undefined && { errors }) }];
    };
    const whole = [200, { data: { learningGroup: null, teams: [{ code: 'T' }] } }];
    expect(await ask()).toEqual(whole);
    const groups = `code,commune_code,name,founded_on,leader\nG-1,14845,Tổ 1,2026-01-01,\n`;
    const bring = async () => {
      const response = await fetch(paused.at('/operator/imports/learning-groups?file=groups.csv'), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
        body: groups,
      });
      return [response.status, await response.json()];
    };
    proxy.hang(true);
    expect(await bring()).toMatchObject([503, { code: 'DATABASE_UNAVAILABLE' }]);
    for (let time = 0; time < 3; time += 1) {
      expect(await ask()).toMatchObject([
        200,
        {
          data: { learningGroup: null, teams: [{ code: 'T' }] },
          errors: [
            {
              path: ['learningGroup'],
              extensions: { code: 'DATABASE_UNAVAILABLE', serviceName: 'womens-union', retryAfterSeconds: 10 },
            },
          ],
        },
      ]);
    }
    proxy.hang(false);
    await untilWith(paused.child, async () => JSON.stringify(await ask()) === JSON.stringify(whole));
    await gateway.stop();
    youthUnion.stop();
    await stop(paused);
    proxy.close();
  }, 120_000);

  describe('with a role of its own', () => {
    const role = `hub_server_${randomBytes(4).toString('hex')}`;
    const owner = `hub_owner_${randomBytes(4).toString('hex')}`;
    let auditUrl: string;
    let peopleUrl: string | undefined;
    const as = (user: string) => Object.assign(new URL(auditUrl), { username: user, password: 'secret' }).href;

    beforeAll(async () => {
      auditUrl = await createDatabase();
      for (const name of [role, owner]) await execute(auditUrl, `create role ${name} login password 'secret'`);
      await execute(auditUrl, `alter database "${new URL(auditUrl).pathname.slice(1)}" owner to ${owner}`);
      await execute(auditUrl, `grant create on schema public to ${owner}`);
    });
    const drop = (of: string) => execute(url, `drop database "${new URL(of).pathname.slice(1)}" with (force)`);
    afterAll(async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all([auditUrl, ...(peopleUrl === undefined ? [] : [peopleUrl])].map(drop));
      for (const name of [role, owner]) await execute(url, `drop role ${name}`);
    });
    const refused = (sql: string) =>
      execute(as(role), sql).then(
        () => 'done',
        (error: unknown) => (error as { readonly code: string }).code,
      );

    test('a server in production neither migrates nor serves as the owner', async () => {
      const environment = { DATABASE_URL: as(owner), MIGRATE_AT_START: 'false' };
      const before = await (await start('audit', environment)).ended;
      expect(before).toEqual({
        code: 2,
        text: expect.stringMatching(/lacks \d+\. Run this program with the argument migrate/),
      });
      const migrated = await (
        await start('audit', { OWNER_DATABASE_URL: as(owner), DATABASE_URL: as(role) }, 'migrate')
      ).ended;
      expect(migrated).toEqual({ code: 0, text: expect.stringContaining(`"${role}" has what a server needs`) });
      const after = await (await start('audit', environment)).ended;
      expect(after).toEqual({
        code: 2,
        text: expect.stringContaining('owns tables, may make tables'),
      });
    });

    test('it adds to the audit log, and can change nothing there', async () => {
      const subgraph = await start('audit', { DATABASE_URL: as(role), MIGRATE_AT_START: 'false' });
      await ready(subgraph);
      const record = {
        ...{ at: new Date().toISOString(), request: 'r-1', phase: 'WHOLE', caller: { roles: [] } },
        operation: { type: 'query', hash: createHash('sha256').update('x').digest('hex') },
        ...{ organisations: ['movement'], fields: ['Query.goals'], decision: 'ANSWERED', codes: [], rows: 1 },
      };
      const response = await fetch(subgraph.at('/operator/audit/entries'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ records: [record] }),
      });
      expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ sequence: 1 })]);
      await stop(subgraph);
      for (const sql of [
        `update audit_entry set record = '{}'`,
        'delete from audit_entry',
        'truncate audit_entry',
        'drop trigger audit_entry_is_only_added_to on audit_entry',
        `update hub_identity set value = 'mine'`,
        'delete from exchange_receipt',
        'create table mine (id int)',
      ])
        expect([sql, await refused(sql)]).toEqual([sql, '42501']);
    });

    test('it imports, shows and erases people', async () => {
      const created = await createDatabase();
      peopleUrl = created;
      const on = (user: string) => Object.assign(new URL(created), { username: user, password: 'secret' }).href;
      await execute(created, `grant create on schema public to ${owner}`);
      const given = { OWNER_DATABASE_URL: on(owner), DATABASE_URL: on(role) };
      expect(await (await start('womens-union', given, 'migrate')).ended).toMatchObject({ code: 0 });
      const subgraph = await start('womens-union', { DATABASE_URL: on(role), MIGRATE_AT_START: 'false' });
      await ready(subgraph);
      const post = async (path: string, type: string, body: string) => {
        const headers = { 'content-type': type, authorization: `Bearer ${token}` };
        const response = await fetch(subgraph.at(path), { method: 'POST', headers, body });
        return (await response.text())
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>)
          .at(-1);
      };
      const person = '001180000007,Lê Thị Mai,FEMALE,1980,14845';
      for (let time = 0; time < 2; time += 1)
        expect(
          await post(
            '/operator/imports/digital-identities?file=a.csv',
            'text/csv',
            `citizen_number,full_name,sex,birth_year,commune_code,level,registered_on\n${person},2,2026-02-01`,
          ),
        ).toMatchObject({ type: 'done', written: 1, rejected: 0 });
      for (const action of ['show', 'erase', 'readmit'])
        expect(
          await post(
            '/operator/subject',
            'application/json',
            JSON.stringify({ action, number: '001180000007', operator: 'ms.mai' }),
          ),
        ).toMatchObject({ receipt: { operator: 'ms.mai' } });
      await stop(subgraph);
    });
  });
});
