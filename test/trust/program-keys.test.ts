import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditLog, dayInProvince, operatorTokenFor, registry } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { DataFolder } from '../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart, type Premises, subgraphPart } from '../../subgraphs/hub/src/cli/parts.js';
import { variableName } from '../../subgraphs/hub/src/cli/organisations.js';
import { choosePorts, localUrl } from '../../subgraphs/hub/src/cli/ports.js';
import { openDatabase } from '../../subgraphs/kit/src/database/database.js';
import { defaultLimits } from '../../subgraphs/kit/src/database/limits.js';
import { daysLater } from '../../subgraphs/protocol/src/values/days.js';
import { freePort as freePorts, hub, temporaryFolder } from '../hub/support/hub.js';
import { createDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const today = dayInProvince(new Date());
const goals = '{ goals { code } }';
/** Of the role app's: shared with nobody but for a purpose. */
const shares = '{ goal(code: "ADULTS_BASIC") { progress(commune: "14758") { ratio } } }';
const whoAsks = '{ me { subject roles purpose purposes expiresAt key { id name tables } } }';

interface Created {
  readonly id: string;
  readonly secret: string;
}

/** A caller's credentials and other headers. */
interface Shown {
  readonly authorization?: string;
  readonly purpose?: string;
  readonly request?: string;
  readonly gateway?: RunningProgram;
}

describe('keys for programs', () => {
  const folder = temporaryFolder();
  const data = new DataFolder(join(folder, '.data'));
  const parts = new Map<string, RunningProgram>();
  const databases = new Map<string, string>();
  let premises: Premises;
  let port: string;
  let issuer: RunningIssuer;
  let gateways: [RunningProgram, RunningProgram];

  const running = ['movement', auditLog.code, registry.code];
  const startSubgraph = async (code: string, more: NodeJS.ProcessEnv = {}) => {
    const { environment } = subgraphPart(code, premises);
    parts.set(code, await startProgram(`subgraphs/${code}/dist/main.js`, [], { ...environment, ...more }));
  };
  const addGateway = async (more: NodeJS.ProcessEnv = {}) => {
    const ports = new Map(premises.ports).set('gateway', await freePort());
    const { args, environment } = gatewayPart({ ...premises, ports });
    return startProgram('gateway/dist/main.js', args, { ...environment, ...more }, /^ready$/);
  };

  beforeAll(async () => {
    [port, issuer] = [String(await freePorts()), await startIssuer()];
    for (const code of running) databases.set(code, await createDatabase());
    const environment = {
      ...issuer.environment,
      ...Object.fromEntries([...databases].map(([code, url]) => [`${variableName(code)}_DATABASE_URL`, url])),
    };
    premises = { root, folder, environment, data, ports: choosePorts(port, {}) };
    mkdirSync(data.path, { recursive: true });
    data.prepareSecrets(subgraphs.map(({ code }) => code));
    await Promise.all(running.map((code) => startSubgraph(code)));
    gateways = [await addGateway(), await addGateway()];
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    for (const part of parts.values()) await part.stop();
    await issuer.stop();
  });

  const ask = async (query: string, { authorization, purpose, request, gateway = gateways[0] }: Shown = {}) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...(purpose !== undefined && { 'x-hub-purpose': purpose }),
        ...(request !== undefined && { 'x-request-id': request }),
      },
      body: JSON.stringify({ query }),
    });
    const { data: answer, errors = [] } = (await response.json()) as { data?: any; errors?: any[] };
    return { status: response.status, data: answer, code: errors[0]?.extensions.code as unknown, errors };
  };
  const bearer = ({ secret }: Created) => `Bearer ${secret}`;
  const basic = ({ secret }: Created, user = 'anybody') =>
    `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const key = (...args: string[]) => hub(['key', ...args, '--port', port], { folder });
  const created = async (...args: string[]): Promise<Created> => {
    const { exitCode, stdout, stderr } = await key('create', '--until', daysLater(today, 30), ...args);
    if (exitCode !== 0) throw new Error(stderr);
    const secret = stdout.trim();
    return { secret, id: secret.split('_')[1] ?? '' };
  };
  const ofStatistics = ['--role', 'app', '--purpose', 'statistics', '--for', 'Lan, the yearbook'];
  const eventually = (isSo: () => Promise<boolean>, milliseconds = 5000) =>
    until(isSo, { what: 'the gateway to know of the key', within: milliseconds });
  const known = (one: Created) =>
    Promise.all(
      gateways.map((gateway) =>
        eventually(async () => (await ask(goals, { authorization: bearer(one), gateway })).status === 200),
      ),
    );
  const mutation = (input: string) =>
    `mutation { createProgramKey(input: ${input}) { secret key { id scopes role } } }`;
  const create = async (token: string, input: string) => ask(mutation(input), { authorization: `Bearer ${token}` });
  const auditOf = async (request: string) => {
    const token = operatorTokenFor(readFileSync(data.tokenFileOf(auditLog.code), 'utf8'), 'audit') ?? '';
    const url = `${localUrl(premises.ports, auditLog.code)}/operator/audit/entries`;
    const lines = (await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text()).split('\n');
    const records = lines.filter(Boolean).map((line) => (JSON.parse(line) as { record?: string }).record ?? '{}');
    return records.map((record) => JSON.parse(record) as Record<string, any>).find((one) => one['request'] === request);
  };

  test('are shown once, and taken as a bearer token and as the password of Basic, for the purpose of the key', async () => {
    const { exitCode, stdout, stderr } = await key('create', '--until', daysLater(today, 30), ...ofStatistics);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('this once')]);
    expect(stdout).toMatch(/^hubk_[a-z0-9]{12}_[0-9a-f]{64}\n$/);
    const one = { secret: stdout.trim(), id: stdout.split('_')[1] ?? '' };
    await known(one);
    for (const authorization of [bearer(one), basic(one), basic(one, ''), basic(one, one.id)]) {
      expect(await ask(whoAsks, { authorization })).toMatchObject({
        status: 200,
        data: {
          me: {
            ...{ subject: `key:${one.id}`, roles: ['app'], purpose: 'statistics', purposes: ['statistics'] },
            key: { id: one.id, name: 'Lan, the yearbook', tables: null },
            expiresAt: `${daysLater(today, 30)}T17:00:00.000Z`,
          },
        },
        errors: [],
      });
      expect(await ask(shares, { authorization })).toMatchObject({ status: 200, errors: [] });
    }
    const schema = await fetch(`${gateways[0].url}/schema.graphql`, { headers: { authorization: basic(one) } });
    expect(schema.status).toBe(200);
    const client = createClient({
      url: `${gateways[0].url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: bearer(one) },
    });
    const answers = client.iterate({ query: whoAsks });
    expect(await answers.next()).toMatchObject({ value: { data: { me: { subject: `key:${one.id}` } } } });
    await client.dispose();
    // What is kept, and listed, does not open anything.
    const listed = await key('list', '--json');
    expect(listed.stdout).toContain(one.id);
    expect(listed.stdout).not.toContain(one.secret.split('_')[2]);
  });

  test('open nothing where they are wrong, are for another purpose or come from another address', async () => {
    const tied = await created(...ofStatistics, '--addresses', '203.0.113.0/24,2001:db8::/32');
    const here = await created(...ofStatistics, '--addresses', '127.0.0.0/8');
    await known(here);
    expect(await ask(goals, { authorization: bearer(tied) })).toMatchObject({ status: 403, code: 'KEY_NOT_FROM_HERE' });
    const wrong = { ...here, secret: here.secret.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
    for (const authorization of [bearer(wrong), basic(wrong), 'Bearer hubk_', `Bearer ${here.secret}0`]) {
      expect(await ask(goals, { authorization })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
    const refused = { status: 403, code: 'PURPOSE_NOT_ALLOWED' };
    expect(await ask(goals, { authorization: bearer(here), purpose: 'research' })).toMatchObject(refused);
    expect(await ask(goals, { authorization: bearer(here), purpose: 'statistics' })).toMatchObject({ status: 200 });
  });

  test('that are bound to tables open these as files, and nothing else', async () => {
    const one = await created(...ofStatistics, '--tables', 'communes,completeness');
    const [gateway] = gateways;
    const get = (path: string) => fetch(`${gateway.url}${path}`, { headers: { authorization: basic(one) } });
    await eventually(async () => (await get('/export/communes.csv')).status === 200);
    const other = await get('/export/indicators.csv');
    expect([other.status, await other.json()]).toEqual([403, expect.objectContaining({ code: 'TABLE_NOT_ALLOWED' })]);
    expect(await ask(goals, { authorization: bearer(one) })).toMatchObject({ status: 403, code: 'TABLE_NOT_ALLOWED' });
  });

  const refused: readonly (readonly [readonly string[], string])[] = [
    [['--role', 'operator', '--purpose', 'statistics'], 'role: expected one of analyst, app, staff, auditor'],
    [['--role', 'app', '--purpose', 'steering'], 'purpose: expected one that the role app may name'],
    [
      ['--role', 'app', '--purpose', 'statistics', '--scopes', 'records:read'],
      'scopes: expected some of progress:read',
    ],
    [['--role', 'analyst', '--purpose', 'steering', '--scopes', 'progress:publish'], 'scopes: expected some of'],
    [['--role', 'staff', '--purpose', 'steering'], 'organisation: expected one for the role staff'],
    [['--role', 'app', '--purpose', 'statistics', '--addresses', '300.1.1.1'], 'CIDR'],
    [['--role', 'app', '--purpose', 'statistics', '--until', daysLater(today, -1)], 'until: expected a day from'],
    [['--role', 'app', '--purpose', 'statistics', '--until', daysLater(today, 401)], 'until: expected a day from'],
  ];

  test.each(refused)('are not created with %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await key('create', '--until', today, '--for', 'Lan', ...args);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });

  test('are for reading: they manage no keys, and publish nothing', async () => {
    const one = await created('--role', 'analyst', '--purpose', 'steering', '--for', 'Lan');
    const other = await created(
      '--role',
      'staff',
      '--organisation',
      'university',
      '--purpose',
      'steering',
      '--for',
      'Mai',
    );
    for (const authorization of [bearer(one), bearer(other)]) {
      await eventually(async () => (await ask(goals, { authorization })).status === 200);
      for (const query of [
        '{ programKeys { nodes { id } } }',
        mutation(`{ name: "x", role: "analyst", purpose: "steering", until: "${today}" }`),
        `mutation { revokeProgramKey(id: "${one.id}") { id } }`,
        'mutation { stepPublicationDraft(id: "2026-09_d1", step: PUBLISH) { id } }',
      ]) {
        const { data: answer, code } = await ask(query, { authorization });
        expect([Object.values(answer ?? { none: null }), code]).toEqual([[null], 'UNAUTHORIZED_FIELD_OR_TYPE']);
      }
    }
    expect(
      await ask('{ learningGroups(first: 1) { totalCount } tasks(first: 1) { totalCount } }', {
        authorization: bearer(one),
      }),
    ).toMatchObject({ data: { tasks: { totalCount: 0 } } });
  });

  test('are people’s own: of their roles, scopes and organisation, listed and revoked by them and by operators alone', async () => {
    const [analyst, staff, operator, app] = await Promise.all([
      issuer.token('analyst'),
      issuer.token('staff', 'youth-union'),
      issuer.token('operator'),
      issuer.token('app'),
    ]);
    const input = (role: string, more = '') =>
      `{ name: "Lan’s workbook", role: "${role}", purpose: "statistics", until: "${daysLater(today, 10)}" ${more} }`;
    const own = await create(analyst, input('analyst', 'scopes: ["progress:read"], rate: { perSecond: 5, burst: 9 }'));
    expect(own.data.createProgramKey.key).toMatchObject({ role: 'analyst', scopes: ['progress:read'] });
    const { secret } = own.data.createProgramKey as Created;
    const keyId = own.data.createProgramKey.key.id as string;
    await known({ id: keyId, secret });
    const ofStaff = await create(staff, input('staff', 'organisation: "youth-union"'));
    expect(ofStaff.data.createProgramKey.key.scopes).toContain('audit:read:own');
    for (const [token, wish, code] of [
      [analyst, input('app'), 'BAD_USER_INPUT'],
      [analyst, input('auditor'), 'BAD_USER_INPUT'],
      [analyst, input('analyst', 'scopes: ["keys:manage"]'), 'BAD_USER_INPUT'],
      [staff, input('staff', 'organisation: "university"'), 'BAD_USER_INPUT'],
      [analyst, input('analyst', 'addresses: ["here"]'), 'BAD_USER_INPUT'],
      [app, input('app'), 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ] as const) {
      expect((await create(token, wish)).code).toBe(code);
    }
    expect((await create(operator, input('auditor'))).data.createProgramKey.key.scopes).toContain('audit:read');
    expect((await create(operator, input('operator'))).code).toBe('BAD_USER_INPUT');
    const list = async (token: string) => {
      const { data: answer } = await ask(
        '{ programKeys(first: 100) { totalCount nodes { id createdBy rate { perSecond burst } } } }',
        { authorization: `Bearer ${token}` },
      );
      return answer.programKeys.nodes as { id: string; createdBy: string; rate: unknown }[];
    };
    expect(await list(analyst)).toEqual([{ id: keyId, createdBy: 'analyst', rate: { perSecond: 5, burst: 9 } }]);
    expect((await list(operator)).map((one) => one.id)).toEqual(
      expect.arrayContaining([keyId, ofStaff.data.createProgramKey.key.id]),
    );
    const revoke = (token: string) =>
      ask(`mutation { revokeProgramKey(id: "${keyId}") { revokedBy } }`, { authorization: `Bearer ${token}` });
    expect((await revoke(staff)).code).toBe('BAD_USER_INPUT');
    expect((await ask(goals, { authorization: `Bearer ${secret}` })).status).toBe(200);
    expect((await revoke(analyst)).data.revokeProgramKey.revokedBy).toBe('analyst');
    await eventually(
      async () => (await ask(goals, { authorization: `Bearer ${secret}` })).code === 'KEY_REVOKED',
      1000,
    );
    // A second revocation does not change `revokedBy`.
    expect((await revoke(operator)).data.revokeProgramKey.revokedBy).toBe('analyst');
  });

  test('end within a second of their revocation at every gateway, with what was subscribed to by them', async () => {
    const one = await created(...ofStatistics);
    await known(one);
    const stream = await fetch(`${gateways[1].url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: basic(one) },
      body: JSON.stringify({
        query: 'subscription { goalProgressChanged(goal: "PUPILS", commune: "14758") { status } }',
      }),
    });
    expect(stream.status).toBe(200);
    expect((await key('revoke', one.id)).exitCode).toBe(0);
    for (const gateway of gateways) {
      await eventually(
        async () => (await ask(goals, { authorization: bearer(one), gateway })).code === 'KEY_REVOKED',
        1000,
      );
      expect((await ask(goals, { authorization: basic(one), gateway })).status).toBe(401);
      // A spreadsheet asks its reader for another.
      const file = await fetch(`${gateway.url}/export/communes.csv`, { headers: { authorization: basic(one) } });
      expect([file.status, file.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
      expect(await file.json()).toMatchObject({ code: 'KEY_REVOKED', detail: expect.stringContaining('revoked') });
    }
    expect(await stream.text()).toContain('SUBSCRIPTION_EXPIRED');
    expect((await key('list')).stdout).not.toContain(one.id);
    expect((await key('list', '--all')).stdout).toContain(one.id);
  });

  test('have every use in the audit log under their name, what everyone may see too', async () => {
    const one = await created(...ofStatistics);
    await known(one);
    await ask(goals, { authorization: basic(one), request: 'r-key-public' });
    await ask(shares, { authorization: basic(one), request: 'r-key-shares' });
    for (const request of ['r-key-public', 'r-key-shares']) {
      expect(await auditOf(request)).toMatchObject({
        caller: { subject: `key:${one.id}`, roles: ['app'], key: { id: one.id, name: 'Lan, the yearbook' } },
        purpose: 'statistics',
        decision: 'ANSWERED',
      });
    }
    const token = await issuer.token('auditor');
    const { data: answer } = await ask(
      '{ audit { all(first: 20) { nodes { request caller { key { id name } } } } } }',
      {
        authorization: `Bearer ${token}`,
        purpose: 'audit',
      },
    );
    expect(answer.audit.all.nodes).toContainEqual({
      request: 'r-key-shares',
      caller: { key: { id: one.id, name: 'Lan, the yearbook' } },
    });
  });

  test('have a rate of their own, which is their own alone', async () => {
    const slow = await created(...ofStatistics, '--rate', '0.01', '--burst', '3');
    const other = await created(...ofStatistics);
    await known(other);
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push((await ask(goals, { authorization: bearer(slow) })).status);
    expect(statuses.toSorted()).toEqual([200, 200, 200, 429, 429]);
    expect((await ask(goals, { authorization: bearer(other) })).status).toBe(200);
    expect(
      (await ask('{ me { limits { rate { perSecond burst } } } }', { authorization: bearer(other) })).data,
    ).toEqual({
      me: { limits: { rate: { perSecond: 200, burst: 1000 } } },
    });
  });

  test('are refused soon after their revocation whatever a hundred apps store, and new ones are taken', async () => {
    const ofRegistry = databases.get(registry.code) ?? '';
    const database = await openDatabase(ofRegistry, { entities: [], migrations: [], limits: defaultLimits });
    await database.em.execute(
      `insert into app (id, name, use, purpose, contact, republish, scopes, origins, state, asked_digest, asked_at, decided_at, decided_by)
       select 'app-' || lpad(n::text, 12, '0'), repeat('"', 100), repeat('"', 500), 'statistics', 'a@b.example', 'NOTHING', '[]',
         (select jsonb_agg('https://' || repeat('x', 200) || m || '.example') from generate_series(1, 10) m),
         (array['ACCEPTED', 'WAITING', 'SUSPENDED'])[n % 3 + 1], '', now(), now(), 'op' from generate_series(1, 100) n`,
    );
    // Each has as much as it may, of what JSON makes six times longer.
    await database.em.execute(
      `insert into app_document (app, hash, text, registered_at)
       select 'app-' || lpad(n::text, 12, '0'), encode(sha256(n::text::bytea), 'hex'), repeat(chr(1), 512 * 1024), now()
       from generate_series(1, 100) n`,
    );
    await database.close();
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const one = await created(...ofStatistics);
      await known(one);
      await key('revoke', one.id);
      const began = performance.now();
      await Promise.all(
        gateways.map((gateway) =>
          until(async () => (await ask(goals, { authorization: bearer(one), gateway })).code === 'KEY_REVOKED', {
            ...{ what: 'the gateway to refuse the key', within: 20_000, every: 5 },
          }),
        ),
      );
      took.push(Math.round(performance.now() - began));
    }
    console.info(`revoked beside 100 apps of 512 KiB of documents each: refused after ${took.join(', ')} ms`);
  });

  test('go on without the registry for a while, and none is created then; a gateway that starts meanwhile says that it cannot tell', async () => {
    const one = await created(...ofStatistics);
    await known(one);
    const shortly = await addGateway({ KEYS_KNOWN_FOR: '30', METRICS_PORT: '0' });
    expect((await ask(goals, { authorization: bearer(one), gateway: shortly })).status).toBe(200);
    const readiness = async () => (await fetch(`${shortly.url}/readyz`)).json();
    expect(await readiness()).toEqual({ status: 'ready' });
    await parts.get(registry.code)?.stop();
    for (const gateway of gateways) {
      expect((await ask(goals, { authorization: basic(one), gateway })).status).toBe(200);
    }
    const { exitCode, stderr } = await key('create', '--until', today, ...ofStatistics);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Cannot reach registry')]);
    const analyst = await issuer.token('analyst');
    const refused = await create(analyst, `{ name: "x", role: "analyst", purpose: "steering", until: "${today}" }`);
    expect(refused).toMatchObject({ data: { createProgramKey: null }, code: 'SUBGRAPH_UNREACHABLE' });
    const late = await addGateway();
    expect(await ask(goals, { authorization: bearer(one), gateway: late })).toMatchObject({
      status: 503,
      code: 'IDENTITY_UNAVAILABLE',
    });
    expect((await ask(goals, { authorization: `Bearer ${analyst}`, gateway: late })).status).toBe(200);

    // It falls back to no list of before: after the bound each key is refused, and it says so; who shows none is answered.
    await eventually(
      async () => (await ask(goals, { authorization: bearer(one), gateway: shortly })).status === 503,
      60_000,
    );
    expect(await ask(goals, { authorization: bearer(one), gateway: shortly })).toMatchObject({
      code: 'IDENTITY_UNAVAILABLE',
    });
    expect(await readiness()).toEqual({ status: 'ready', leftOut: [{ part: 'registry', code: 'KEYS_UNKNOWN' }] });
    expect((await ask(goals, { gateway: shortly })).status).toBe(200);

    // By a clock that is two days late, a key that ended yesterday can be created.
    const clockFile = join(folder, 'clock');
    writeFileSync(clockFile, String(-2 * 86_400_000));
    const clock = new URL('../operations/support/shifted-clock.mjs', import.meta.url).href;
    await startSubgraph(registry.code, { CLOCK_FILE: clockFile, NODE_OPTIONS: `--import ${clock}` });
    await eventually(
      async () => (await ask(goals, { authorization: bearer(one), gateway: late })).status === 200,
      5000,
    );
    await eventually(async () => (await ask(goals, { authorization: bearer(one), gateway: shortly })).status === 200);
    expect(await readiness()).toEqual({ status: 'ready' });
    await shortly.stop();
    const ended = await created(...ofStatistics, '--until', daysLater(today, -1));
    await eventually(async () => (await ask(goals, { authorization: bearer(ended) })).code === 'KEY_EXPIRED');
    await late.stop();
  });
});
