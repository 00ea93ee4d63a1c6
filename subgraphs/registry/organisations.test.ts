import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canonicalText,
  ciTokenOf,
  keyId,
  type OrganisationStatement,
  type SignedSnapshot,
  signHeader,
  signSnapshot,
} from '@hub/protocol';
import { createKeyPairIfMissing, organisationsFolder, knownOrganisations, SnapshotFolder } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { testKey, type TestKey } from '../../test/support/offered-releases.js';
import { releaseKey, releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { registry } from './src/subgraph.js';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { herds: [Herd!] }
type Herd @key(fields: "code") { code: ID! }
`;

/** Hosts that point inward; a network that an operator allows does not change that. */
const inwardHosts = [
  ...['[::ffff:0:0]', '0.0.0.0', '0.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['127.0.0.2', '[::1]', '[::]', '[fe80::1]', '[fd00::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '2130706434'],
];

const looms = sdl.replaceAll('Herd', 'Loom').replace('herds', 'looms');

const agreementsOf = (code: string) => `format: 1
organisation: ${code}
agreements:
  - id: A
    version: 1
    title: { vi: A, en: A }
    shares: ['*']
    with: anyone
    purposes: any
    granularity: commune
    legalBasis: X
    from: 2026-01-01
    until: 2027-12-31
`;

const said = {
  ...{ nameVi: 'Hội', nameEn: 'Union', shortName: 'the union', dataKind: 'REAL', keepsPeople: true },
  ...{ linkedBy: 'records', signsAnswers: true, contact: 'it@herds.vn' },
};

describe('organisations at the registry', () => {
  let subgraph: RunningSubgraph;
  let weavers: TestKey;
  /**
   * The schemas that organisations serve, by code. An unsigned request and a request for an unknown code are refused,
   * as by an endpoint that answers the gateway alone.
   */
  const served = new Map<string, string>();
  const endpoints = createServer((request, response) => {
    const sdl = served.get((request.url ?? '').slice(1));
    const isSigned = request.headers['signature-input']?.includes(`keyid="${releaseKey.id}"`);
    response.writeHead(sdl === undefined || !isSigned ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { _service: { sdl } } }));
  });
  let folder: string;
  const saidOf = (code: string) => ({
    ...said,
    endpoint: `http://127.0.0.1:${(endpoints.address() as AddressInfo).port}/${code}`,
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => endpoints.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'operators-'));
    const keyFile = join(folder, 'womens-union.pub');
    for (const key of releaseKeys.values()) writeFileSync(keyFile, key.export({ type: 'spki', format: 'pem' }));
    writeFileSync(join(folder, 'womens-union.yaml'), agreementsOf('womens-union'));
    for (const { code } of knownOrganisations) {
      cpSync(join(organisationsFolder, code, 'organisation.yaml'), join(folder, code, 'organisation.yaml'));
    }
    subgraph = await startSubgraph(registry, newDatabase(), {
      agreementsFolder: folder,
      organisationsFolder: folder,
      // The test's endpoints are on this machine.
      organisationNetworks: ['127.0.0.1'],
      releaseKeyFiles: { keys: new Map([['womens-union', [keyFile]]]), revocations: undefined },
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    endpoints.close();
    rmSync(folder, { recursive: true });
  });

  const operate = async (path: string, body?: object) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const response = await subgraph.operator(`/operator/registry/organisations${path}`, init);
    return { status: response.status, answer: (await response.json()) as any };
  };
  const invite = async (code: string) => (await operate('', { code, by: 'An' })).answer.secret as string;
  const post = async (what: string, body: unknown) => {
    const response = await fetch(`${subgraph.url}/link/v1/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, answer: (await response.json()) as any };
  };
  const pemOf = ({ publicKey }: TestKey) => publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const joining = (code: string, secret: string, key: TestKey, more: object = {}) =>
    post('joins', {
      ...{ secret, code, said: saidOf(code), publicKey: pemOf(key), agreements: agreementsOf(code), schema: sdl },
      ...more,
    });
  const publishing = async (code: string, key: TestKey, more: object = {}) => {
    const message = canonicalText({
      ...{ format: 1, organisation: code, at: new Date().toISOString(), kind: 'SCHEMA', content: sdl },
      ...more,
    });
    return post('documents', { message, signature: await signHeader(message, key) });
  };
  const snapshot = async (after = 0): Promise<SignedSnapshot> => {
    const response = await subgraph.operator(`/operator/registry/snapshots?after=${after}`);
    return (await response.json()) as SignedSnapshot;
  };
  const read = async () => JSON.parse((await snapshot()).snapshot);
  const state = async (code: string, statement: OrganisationStatement, key: TestKey | typeof releaseKey) => {
    const message = canonicalText({ format: 1, organisation: code, at: new Date().toISOString(), statement });
    return post('statements', { message, signature: await signHeader(message, key) });
  };
  const ofThemselves = async () => (await read()).organisations.filter(({ source }: any) => source === 'ITSELF');
  const live = async (code: string, key = testKey(), more: { schema?: string } = {}) => {
    served.set(code, more.schema ?? sdl);
    expect(await joining(code, await invite(code), key, more)).toEqual({ status: 200, answer: expect.anything() });
    expect(await operate(`/${code}/states`, { state: 'LIVE', by: 'An' })).toEqual({
      ...{ status: 200, answer: expect.anything() },
    });
    return key;
  };

  test('an organisation is in no snapshot before it is accepted, and in the next one then', async () => {
    const before = await read();
    expect(await ofThemselves()).toEqual([]);
    const key = testKey();
    await joining('herders', await invite('herders'), key);
    expect(await read()).toEqual(before);
    // A schema goes live only if its endpoint serves it.
    served.set('herders', looms);
    expect(await operate('/herders/states', { state: 'LIVE', by: 'An' })).toMatchObject({
      status: 409,
      answer: { code: 'CONFLICT', message: expect.stringMatching(/does not serve .*Herd/) },
    });
    expect(await read()).toEqual(before);
    served.set('herders', sdl);
    // The endpoint was not examined, which only production demands.
    expect(await operate('/herders/states', { state: 'LIVE', by: 'An', reason: 'Đã xem' })).toMatchObject({
      answer: { told: 'its endpoint was not held against the protocol' },
    });
    const after = await read();
    expect(after).toMatchObject({ number: Number(before.number) + 1 });
    expect(await ofThemselves()).toMatchObject([
      { ...saidOf('herders'), code: 'herders', state: 'LIVE', keys: [{ publicKey: pemOf(key), until: null }] },
    ]);
    expect(after.supergraph).toContain('type Herd');
    expect((await operate('')).answer.organisations).toMatchObject([
      { code: 'herders', state: 'LIVE', last: { what: 'live', by: 'An', reason: 'Đã xem' } },
    ]);
    await operate('/herders/states', { state: 'SUSPENDED', by: 'An' });
    expect((await read()).supergraph).not.toContain('type Herd');
  });

  test('a snapshot is signed; one that is altered, older, unsigned or half is refused, and the one before stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
    try {
      const keys = [join(folder, 'registry.pub')];
      for (const key of releaseKeys.values()) {
        writeFileSync(keys[0] ?? '', key.export({ type: 'spki', format: 'pem' }));
      }
      const kept = new SnapshotFolder(folder, keys);
      const newest = await snapshot();
      expect(kept.take(newest)).toBe(true);
      expect(kept.take(newest)).toBe(false);
      const { number } = JSON.parse(newest.snapshot) as { number: number };
      const of = (more: object) => signSnapshot({ ...JSON.parse(newest.snapshot), ...more }, releaseKey);
      const faults: [unknown, string][] = [
        [{ ...newest, snapshot: newest.snapshot.replace('"format":1', '"format": 1') }, 'BAD_SIGNATURE'],
        [{ ...newest, signature: null }, 'UNSIGNED'],
        [signSnapshot(JSON.parse(newest.snapshot), testKey()), 'UNKNOWN_KEY'],
        [of({ number: number - 1 }), 'OLDER'],
        [of({ supergraph: undefined }), 'UNREADABLE'],
        [of({ organisations: [{ ...(await ofThemselves())[0], code: 'womens-union' }] }), 'TWO_ORGANISATIONS'],
        [{}, 'UNREADABLE'],
      ];
      for (const [given, code] of faults) {
        expect(() => kept.take(given)).toThrow(expect.objectContaining({ code }));
        expect(kept.snapshot?.number).toBe(number);
      }
      // A server that starts while the registry is unreachable has the snapshot, also as files.
      expect(new SnapshotFolder(folder, keys).open()?.number).toBe(number);
      expect(readFileSync(kept.files.supergraph, 'utf8')).toBe(kept.snapshot?.supergraph);
      writeFileSync(join(folder, 'snapshot.json'), JSON.stringify({ ...newest, signature: null }));
      expect(() => new SnapshotFolder(folder, keys).open()).toThrow(expect.objectContaining({ code: 'UNSIGNED' }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('whoever follows is told of the next snapshot at once', async () => {
    const { number } = await read();
    const next = snapshot(number);
    weavers = await live('weavers', testKey(), { schema: looms });
    expect(JSON.parse((await next).snapshot)).toMatchObject({ number: Number(number) + 1 });
  });

  test('an organisation whose address cannot be reached does not go live, and the operator is told', async () => {
    const closed = { said: { ...saidOf('smiths'), endpoint: 'http://127.0.0.1:1/graphql' } };
    expect(await joining('smiths', await invite('smiths'), testKey(), closed)).toMatchObject({ status: 200 });
    expect(await operate('/smiths/states', { state: 'LIVE', by: 'An' })).toMatchObject({
      status: 409,
      answer: { message: expect.stringContaining('127.0.0.1:1/graphql cannot be reached') },
    });
    expect((await operate('')).answer.organisations).toContainEqual(
      expect.objectContaining({ code: 'smiths', state: 'CHECKING' }),
    );
  });

  test('tells nothing of what another server answers at an organisation’s endpoint', async () => {
    const secretOf = 'The password of the administration is hunter2';
    const other = createServer((_request, response) => response.end(secretOf));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}/admin`;
      const more = { said: { ...said, endpoint } };
      expect(await joining('spies', await invite('spies'), testKey(), more)).toMatchObject({ status: 200 });
      const { status, answer } = await operate('/spies/states', { state: 'LIVE', by: 'An' });
      expect(status).toBe(409);
      expect(answer.message).toContain('got another answer of status 200');
      expect(answer.message).not.toContain('password');
    } finally {
      other.close();
    }
  });

  test('one that does not speak the protocol is accepted once that is mended, or for a reason that is kept', async () => {
    const [hides, dyes] = [['Hide', 'hides'] as const, ['Dye', 'dyes'] as const].map(([type, list]) =>
      sdl.replaceAll('Herd', type).replace('herds', list),
    );
    const at = '2026-11-29T15:00:00.000Z';
    const check = 'messages: a request that comes again is refused';
    const failed = { at, passed: 60, leftOut: 2, failed: [check] };
    const passed = { at, passed: 61, leftOut: 2, failed: [] };
    const accept = (code: string, more: object = {}) =>
      operate(`/${code}/states`, { state: 'LIVE', by: 'An', ...more });
    const key = testKey();
    for (const [code, schema, own] of [
      ['tanners', hides, key],
      ['bleachers', dyes, testKey()],
    ] as const) {
      served.set(code, schema ?? '');
      const joined = await joining(code, await invite(code), own, { schema, examined: failed });
      expect(joined).toMatchObject({ status: 200 });
      expect(await operate(`/${code}`)).toMatchObject({ answer: { examined: failed, override: null } });
      expect(await accept(code)).toMatchObject({
        status: 409,
        answer: { code: 'NOT_CONFORMANT', message: expect.stringMatching(new RegExp(`${check}.*with a reason`)) },
      });
    }
    // The version is the same; its report differs.
    expect(await publishing('tanners', key, { content: hides, examined: passed })).toMatchObject({
      ...{ status: 200, answer: { version: 1, state: 'KEPT' } },
    });
    expect(await accept('tanners')).toEqual({ status: 200, answer: { code: 'tanners', state: 'LIVE', told: null } });
    expect(await accept('bleachers', { reason: 'Đã thử bằng tay' })).toMatchObject({
      ...{ status: 200, answer: { told: expect.stringContaining(check) } },
    });
    expect((await operate('')).answer.organisations).toContainEqual(
      expect.objectContaining({
        ...{
          code: 'bleachers',
          last: expect.objectContaining({ what: 'live by override', reason: 'Đã thử bằng tay' }),
        },
      }),
    );
    // An organisation that returns was accepted before.
    for (const state of ['SUSPENDED', 'LIVE', 'LEFT'])
      expect(await operate('/bleachers/states', { state, by: 'An' })).toMatchObject({ status: 200 });
    await operate('/tanners/states', { state: 'LEFT', by: 'An' });
  });

  test('no snapshot has two organisations of one code', async () => {
    const before = await read();
    await subgraph.execute(`insert into linked_organisation (code, said, state) values ('university', ?, 'LIVE')`, [
      JSON.stringify(saidOf('university')),
    ]);
    expect(await operate('/herders/states', { state: 'LEFT', by: 'An' })).toMatchObject({
      status: 409,
      answer: { message: expect.stringMatching(/one organisation of the code university/) },
    });
    expect(await read()).toEqual(before);
    await subgraph.execute(`delete from linked_organisation where code = 'university'`);
  });

  test('what one that has not joined would show is not known', async () => {
    expect(await operate('/nobody')).toMatchObject({ status: 403, answer: { code: 'NOT_LINKED' } });
    expect(await operate('/herders')).toMatchObject({
      status: 200,
      answer: { said: saidOf('herders'), schema: sdl },
    });
  });

  test.each([
    ['a code of the hub’s own', 'gateway', 400],
    ['a code of a folder of the operator’s', 'womens-union', 400],
    ['no code', 'Not A Code', 400],
    ['an organisation that is linked', 'weavers', 409],
  ])('does not invite %s', async (_what, code, status) => {
    expect((await operate('', { code, by: 'An' })).status).toBe(status);
  });

  test.each<[string, object, RegExp]>([
    ['half a file of agreements', { agreements: 'format: 1\norganisation: "herd' }, /agreements.yaml:2/],
    ['another’s agreements', { agreements: agreementsOf('weavers') }, /organisation/],
    ['no GraphQL', { schema: 'type Herd {' }, /^schema: Syntax Error/],
    ['a key that is none', { publicKey: 'a key' }, /public Ed25519 key/],
    ...inwardHosts.map((host): [string, object, RegExp] => [
      `an address that points inward: ${host}`,
      { said: { ...said, endpoint: `http://${host}:4000/admin` } },
      /^said\.endpoint: expected an address of the public internet/,
    ]),
    ['records without a schema', { schema: null }, /linkedBy/],
    ['a member that nobody knows', { more: 1 }, /more/],
  ])('takes nothing of who joins with %s', async (_what, more, message) => {
    const secret = await invite('potters');
    const { status, answer } = await joining('potters', secret, testKey(), more);
    expect({ status, answer }).toMatchObject({ status: 400, answer: { code: 'BAD_USER_INPUT' } });
    expect(answer.message).toMatch(message);
    expect((await operate('/potters/versions')).answer.versions).toEqual([]);
  });

  test('looks at the secret first, and then reports twenty faults at most', async () => {
    const agreements = `format: 1\norganisation: potters\nagreements:\n${'- {}\n'.repeat(6_000)}`;
    expect(await joining('potters', 'no secret', testKey(), { agreements })).toMatchObject({ status: 401 });
    expect(await joining('potters', 'no secret', testKey(), { said: null, more: 1 })).toMatchObject({ status: 401 });
    const refused = await joining('potters', await invite('potters'), testKey(), { agreements });
    expect(refused).toMatchObject({ status: 400, answer: { code: 'BAD_USER_INPUT' } });
    expect(refused.answer.message.split('\n')).toHaveLength(21);
  });

  test.each<[what: string, more: object, message: RegExp]>([
    [
      'agreements of lists in lists',
      { agreements: `a: ${'['.repeat(16_000)}` },
      /^agreements.yaml.*: expected at most 64 lists/,
    ],
    [
      'a schema of lists in lists',
      { schema: `type Query { a(b: Int = ${'['.repeat(100_000)}): Int }` },
      /^schema: expected types, lists and objects/,
    ],
  ])('has a clear error for %s', async (_what, more, message) => {
    const { status, answer } = await joining('potters', await invite('potters'), testKey(), more);
    expect({ status, message: answer.message }).toEqual({ status: 400, message: expect.stringMatching(message) });
  });

  test('a secret is good once, and for its organisation alone; a key is one organisation’s', async () => {
    const secret = await invite('bakers');
    expect(await joining('potters', secret, testKey())).toMatchObject({ status: 401 });
    const key = testKey();
    expect(await joining('bakers', secret, key)).toMatchObject({ status: 200 });
    expect(await joining('bakers', secret, key)).toMatchObject({ status: 401 });
    expect(await joining('potters', await invite('potters'), key)).toMatchObject({
      status: 400,
      answer: { message: expect.stringContaining('bakers') },
    });
  });

  test('a schema of 20 MB is not read, and one that cannot be one graph with the others changes nothing', async () => {
    const before = await read();
    expect((await post('documents', { message: 'x'.repeat(20_000_000), signature: 'x' })).status).toBe(413);
    const wrong = looms.replace('code: ID! }', 'code: ID! owner: Wrong }');
    const refused = await publishing('weavers', weavers, { content: wrong });
    expect(refused).toMatchObject({
      status: 409,
      answer: { code: 'CHECK_REFUSED', message: expect.stringContaining('Wrong') },
    });
    expect(await read()).toEqual(before);
    expect(
      (await operate('/weavers/versions')).answer.versions.filter(({ kind }: any) => kind === 'SCHEMA'),
    ).toHaveLength(1);
  });

  test('nobody publishes for another; of two at once, each has a version of its own', async () => {
    expect(await publishing('weavers', testKey())).toMatchObject({ status: 401 });
    expect(await publishing('nobody', weavers)).toMatchObject({ status: 401 });
    const content = (more: string) => looms.replace('code: ID! }', `code: ID! ${more}: Int }`);
    served.set('weavers', looms.replace('code: ID! }', 'code: ID! a: Int b: Int c: Int }'));
    const both = await Promise.all([
      publishing('weavers', weavers, { content: content('a') }),
      publishing('weavers', weavers, { content: content('b') }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.map(({ answer }) => answer.version).toSorted()).toEqual([2, 3]);
    expect(await operate('/weavers/rollbacks', { kind: 'SCHEMA', version: 1, by: 'An' })).toMatchObject({
      status: 200,
    });
    expect((await read()).supergraph).not.toMatch(/\b[ab]: Int/);
    expect(await operate('/weavers/rollbacks', { kind: 'SCHEMA', version: 9, by: 'An' })).toMatchObject({
      status: 400,
    });
  });

  test('agreements that share what no schema has are refused, and those before hold', async () => {
    const before = await read();
    const content = agreementsOf('weavers').replace("'*'", 'Loom.colour');
    const { status, answer } = await publishing('weavers', weavers, { kind: 'AGREEMENTS', content });
    expect({ status, answer }).toMatchObject({
      status: 409,
      answer: { message: expect.stringContaining('Loom.colour') },
    });
    expect(await read()).toEqual(before);
  });

  test('agreements with a placeholder are refused in production of one that was accepted, as accepting it is', async () => {
    const before = await read();
    const content = agreementsOf('weavers').replace('legalBasis: X', 'legalBasis: To be named');
    const environment = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      expect(await publishing('weavers', weavers, { kind: 'AGREEMENTS', content })).toMatchObject({
        status: 409,
        answer: { code: 'NOT_CONFORMANT', message: expect.stringContaining('the legal basis of A is still') },
      });
    } finally {
      process.env['NODE_ENV'] = environment;
    }
    expect(await read()).toEqual(before);
  });

  test('a schema that is not served yet waits, and is in force within seconds after it is', async () => {
    const content = looms.replace('code: ID! }', 'code: ID! width: Int }');
    served.set('weavers', looms);
    const { number } = await read();
    expect(await publishing('weavers', weavers, { content })).toMatchObject({
      status: 200,
      answer: { state: 'WAITING', reason: expect.stringMatching(/does not serve Loom\.width: Int yet/) },
    });
    expect((await read()).supergraph).not.toContain('width: Int');
    const next = snapshot(number);
    served.set('weavers', content);
    expect(JSON.parse((await next).snapshot)).toMatchObject({
      number: Number(number) + 1,
      supergraph: expect.stringContaining('width: Int'),
    });
    // An unchanged document makes no new version.
    const { answer } = await publishing('weavers', weavers, { content });
    expect(answer).toMatchObject({ state: 'IN_FORCE' });
    expect((await operate('/weavers/versions')).answer.versions[0]).toMatchObject({
      version: answer.version,
      inForce: true,
    });
  });

  test('a schema that waits goes on waiting while the database takes no snapshot, and is in force after that', async () => {
    const content = looms.replace('code: ID! }', 'code: ID! width: Int depth: Int }');
    const { number } = await read();
    expect((await publishing('weavers', weavers, { content })).answer).toMatchObject({ state: 'WAITING' });
    subgraph.takeWarnings();
    await subgraph.execute('alter table registry_snapshot rename column made_at to made_elsewhere');
    served.set('weavers', content);
    const warned: unknown[] = [];
    const isTold = () => warned.push(...subgraph.takeWarnings().map(({ msg }) => msg)) > 0;
    await until(isTold, { what: 'the fault to be logged', within: 20_000 });
    expect(warned).toContain('a schema that waits cannot be put in force now');
    await subgraph.execute('alter table registry_snapshot rename column made_elsewhere to made_at');
    expect(JSON.parse((await snapshot(number)).snapshot)).toMatchObject({
      supergraph: expect.stringContaining('depth: Int'),
    });
  });

  test('hands out the operator’s organisations, too, as their folders have them now', async () => {
    const { organisations } = await read();
    const ofOperator = organisations.filter(({ source }: any) => source === 'OPERATOR');
    expect(ofOperator.map(({ code }: any) => code)).toEqual(knownOrganisations.map(({ code }) => code));
    const [pem] = [...releaseKeys.values()].map((key) => key.export({ type: 'spki', format: 'pem' }));
    expect(ofOperator[0]).toMatchObject({
      ...{ code: 'womens-union', nameEn: "Thanh Hóa Provincial Women's Union", dataKind: 'DEMONSTRATION' },
      ...{ linkedBy: 'records', state: 'LIVE', endpoint: 'http://127.0.0.1:4002/graphql', contact: null },
      ...{ agreements: agreementsOf('womens-union'), keys: [{ publicKey: pem, until: null }] },
    });
    const next = snapshot((await read()).number);
    const other = agreementsOf('womens-union').replace('version: 1', 'version: 2');
    writeFileSync(join(folder, 'womens-union.yaml'), other);
    expect(JSON.parse((await next).snapshot).organisations[0]).toMatchObject({ agreements: other });
    // Half a file changes nothing, and the log names the line.
    subgraph.takeErrors();
    writeFileSync(join(folder, 'womens-union.yaml'), other.slice(0, 40));
    const problems = () => subgraph.takeErrors().flatMap((one) => (one['problems'] as string[] | undefined) ?? []);
    let said: string[] = [];
    await until(() => (said = problems()).length > 0, { what: 'the log to be told', within: 10_000 });
    expect(said[0]).toMatch(/womens-union\.yaml:\d+/);
    expect((await read()).organisations[0]).toMatchObject({ agreements: other });
  });

  test('takes a folder of the operator’s, and what changes there, while it runs', async () => {
    const own = join(folder, 'shepherds');
    const record = `format: 1
code: shepherds
shortName: the shepherds
keepsPeople: true
port: 4999
publishes: { nameVi: Hội, nameEn: Shepherds, dataKind: REAL, linkedBy: records }
`;
    const changed = async (make: () => void) => {
      const next = snapshot((await read()).number);
      make();
      return JSON.parse((await next).snapshot);
    };
    const shown = ({ organisations }: any) => organisations.find(({ code }: any) => code === 'shepherds');
    mkdirSync(own);
    createKeyPairIfMissing(join(own, 'signing.key'));
    const first = await changed(() => {
      writeFileSync(join(own, 'schema.graphql'), sdl.replaceAll('Herd', 'Flock').replace('herds', 'flocks'));
      writeFileSync(join(own, 'organisation.yaml'), record);
    });
    expect(shown(first)).toMatchObject({ source: 'OPERATOR', state: 'LIVE', nameEn: 'Shepherds', agreements: null });
    expect(shown(first).keys).toHaveLength(1);
    expect(first.supergraph).toContain('type Flock');
    expect((await operate('', { code: 'shepherds', by: 'An' })).status).toBe(400);
    const told = await changed(() => {
      writeFileSync(join(own, 'organisation.yaml'), record.replace('nameEn: Shepherds', 'nameEn: The Shepherds'));
      writeFileSync(join(own, 'agreements.yaml'), agreementsOf('shepherds'));
    });
    expect(shown(told)).toMatchObject({ nameEn: 'The Shepherds', agreements: agreementsOf('shepherds') });
    // Half a file changes nothing, nor does a schema that does not compose with the others.
    subgraph.takeErrors();
    const errors: Record<string, unknown>[] = [];
    const logged = (found: RegExp) =>
      until(() => errors.push(...subgraph.takeErrors()) > 0 && found.test(JSON.stringify(errors)), {
        ...{ what: `the log to say ${found}`, within: 20_000 },
      });
    writeFileSync(join(own, 'organisation.yaml'), record.slice(0, 60));
    await logged(/shepherds\/organisation\.yaml:\d+/);
    writeFileSync(join(own, 'schema.graphql'), `${sdl.replaceAll('Herd', 'Flock')}\ntype Goal { code: Int! }`);
    await logged(/cannot be one graph/);
    expect(shown(await read())).toMatchObject({ nameEn: 'The Shepherds' });
    expect((await read()).supergraph).toContain('flocks');
    expect(
      shown(
        await changed(() => {
          rmSync(own, { recursive: true });
        }),
      ),
    ).toBeUndefined();
  });

  test('an organisation publishes how pages show its records, by versions', async () => {
    const document = 'query Page($commune: ID!) { commune(code: $commune) { code name } looms { code } }';
    const layout = `title: { vi: Khung cửi, en: Looms }
lists:
  - { caption: { vi: Khung, en: Looms }, rows: looms, columns: [{ title: { vi: Mã, en: Code }, cell: '{code}' }] }
`;
    const pages = (one: object) => JSON.stringify({ format: 1, pages: one });
    const content = pages({ commune: { document, layout } });
    const shown = async () => (await ofThemselves()).find(({ code }: any) => code === 'weavers').pages as string | null;
    const publishPages = (text: string) => publishing('weavers', weavers, { kind: 'PAGES', content: text });
    expect(await publishPages(content)).toMatchObject({ status: 200, answer: { version: 1, state: 'IN_FORCE' } });
    expect(await shown()).toBe(content);
    const refused: [string, RegExp][] = [
      ['commune', /expected pages in JSON/],
      [pages({ goal: { document, layout } }), /goal/],
      [pages({ commune: { document, layout, colour: 'red' } }), /colour/],
      [pages({ commune: { document: document.replace('looms', 'spindles'), layout } }), /commune: .*spindles/],
      [pages({ commune: { document, layout: layout.replace('{code}', '{colour}') } }), /commune: .*colour/],
      [pages({ commune: { document, layout: layout.replace('rows: looms', 'rows: [') } }), /commune: /],
      [pages({ commune: { document, layout: `${layout}#${'x'.repeat(70_000)}` } }), /at most 65536 bytes/],
      [
        pages({ commune: { document: `${document}${' fragment F on Loom { code }'.repeat(2000)}`, layout } }),
        /commune: /,
      ],
    ];
    for (const [text, told] of refused) {
      const { status, answer } = await publishPages(text);
      expect([status, answer.message]).toEqual([400, expect.stringMatching(told)]);
    }
    const other = content.replace('Khung cửi', 'Máy dệt');
    expect(await publishPages(other)).toMatchObject({ answer: { version: 2 } });
    expect(await shown()).toBe(other);
    const back = { kind: 'PAGES', version: 1, by: 'An' };
    expect(await operate('/weavers/rollbacks', back)).toMatchObject({ status: 200 });
    expect(await shown()).toBe(content);
    expect((await operate('/weavers/versions')).answer.versions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'PAGES', version: 2, inForce: false }),
        expect.objectContaining({ kind: 'PAGES', version: 1, inForce: true }),
      ]),
    );
    // A follower has the layout as a file.
    const follower = mkdtempSync(join(tmpdir(), 'snapshots-'));
    const kept = new SnapshotFolder(follower, []);
    kept.take(await snapshot());
    expect(readFileSync(join(kept.files.pages, 'weavers/commune.yaml'), 'utf8')).toBe(layout);
    rmSync(follower, { recursive: true });
  });

  test('a field is taken over with the other’s consent on record alone, while it holds', async () => {
    const taking = `${looms.replace('"@key"', '"@key", "@override", "@shareable"')}
type Herd @key(fields: "code") { code: ID! @shareable size: Int @override(from: "herders") }`;
    served.set('weavers', taking);
    const publish = () => publishing('weavers', weavers, { content: taking });
    const consent = {
      kind: 'CONSENT' as const,
      to: 'weavers',
      coordinate: 'Herd.size',
      reason: 'Thỏa thuận 12',
      until: null,
    };
    expect(await state('womens-union', consent, testKey())).toMatchObject({ status: 401 });
    // Another organisation's consent does not count for herders, and an ended consent no longer counts.
    expect(await state('womens-union', consent, releaseKey)).toMatchObject({ status: 200 });
    expect(
      await operate('/herders/statements', { by: 'An', statement: { ...consent, until: '2020-01-01T00:00:00.000Z' } }),
    ).toMatchObject({ status: 200 });
    expect((await publish()).answer.message).toContain('OVERRIDE_WITHOUT_CONSENT');
    expect(await operate('/herders/statements', { by: 'An', statement: consent })).toMatchObject({ status: 200 });
    expect((await publish()).answer.message ?? '').not.toContain('OVERRIDE_WITHOUT_CONSENT');
    expect((await operate('/herders/statements')).answer.consents).toMatchObject([
      {
        from: 'herders',
        to: 'weavers',
        coordinate: 'Herd.size',
        reason: 'Thỏa thuận 12',
        givenBy: 'An',
        endedAt: null,
      },
    ]);
    const ending = { kind: 'CONSENT_END', to: 'weavers', coordinate: 'Herd.size' };
    expect(await operate('/herders/statements', { by: 'An', statement: ending })).toMatchObject({ status: 200 });
    expect(await operate('/herders/statements', { by: 'An', statement: ending })).toMatchObject({ status: 400 });
    const [ended] = (await operate('/herders/statements')).answer.consents;
    expect(ended).toMatchObject({ coordinate: 'Herd.size', endedAt: expect.any(String) });
  });

  test('a program of an organisation checks and publishes with a token, as far as that goes', async () => {
    const token = ciTokenOf(randomBytes(32));
    const hash = createHash('sha256').update(token).digest('hex');
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const made = { kind: 'TOKEN' as const, hash, name: 'CI', scopes: ['check' as const], until };
    expect(await state('weavers', { ...made, until: '2020-01-01' }, weavers)).toMatchObject({ status: 400 });
    expect(await state('weavers', made, weavers)).toMatchObject({ status: 200 });
    const withToken = async (what: string, body: object, authorization = `Bearer ${token}`) => {
      const headers = { 'content-type': 'application/json', authorization };
      const response = await fetch(`${subgraph.url}/link/v1/${what}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: response.status, answer: (await response.json()) as any };
    };
    const half = { schema: looms.replace('code: ID! }', 'code: ID! owner: Wrong }') };
    expect(await withToken('checks', half)).toMatchObject({
      status: 200,
      answer: { organisation: 'weavers', verdict: 'REFUSED' },
    });
    expect(await withToken('checks', half, 'Bearer hubci_x')).toMatchObject({ status: 401 });
    const content = agreementsOf('weavers').replace('version: 1', 'version: 2');
    const document = { kind: 'AGREEMENTS', content };
    expect(await withToken('documents', document)).toMatchObject({
      status: 401,
      answer: { message: expect.stringContaining('publish') },
    });
    const [{ id }] = (await operate('/weavers/statements')).answer.tokens;
    expect(await state('weavers', { kind: 'TOKEN_END', id }, weavers)).toMatchObject({ status: 200 });
    expect(await withToken('checks', half)).toMatchObject({ status: 401 });
    const other = ciTokenOf(randomBytes(32));
    const publishes = { ...made, hash: createHash('sha256').update(other).digest('hex'), scopes: ['publish' as const] };
    await operate('/weavers/statements', { by: 'An', statement: publishes });
    expect(await withToken('documents', document, `Bearer ${other}`)).toMatchObject({
      status: 200,
      answer: { state: 'IN_FORCE' },
    });
    const [last] = (await operate('')).answer.organisations.filter(({ code }: any) => code === 'weavers');
    expect(last).toMatchObject({ last: { by: 'weavers (CI)' } });
    // The registry stores the hash alone.
    expect(JSON.stringify(await subgraph.execute('select * from ci_token'))).not.toContain(token.slice(6));
  });

  test('an organisation signs with another key from the day that it says, and with the former one no more', async () => {
    const next = testKey();
    const from = new Date().toISOString();
    expect(await publishing('weavers', next, { content: looms })).toMatchObject({ status: 401 });
    const ending = { kind: 'KEY_END' as const, keyId: weavers.id, until: from };
    expect((await state('weavers', ending, weavers)).answer.message).toContain('another key');
    expect(await state('weavers', { kind: 'KEY', publicKey: pemOf(next), from, until: null }, weavers)).toMatchObject({
      status: 200,
    });
    expect(await state('weavers', ending, weavers)).toMatchObject({ status: 200 });
    expect(await publishing('weavers', weavers, { content: looms })).toMatchObject({ status: 401 });
    const own = (await ofThemselves()).find(({ code }: any) => code === 'weavers');
    expect(own.keys.map(({ publicKey, until }: any) => [keyId(createPublicKey(publicKey)), until])).toEqual([
      [weavers.id, from],
      [next.id, null],
    ]);
  });

  test('a key that is to end gives itself, or another, no later end; one without, and the operator, do', async () => {
    const schema = sdl.replaceAll('Herd', 'Pot').replace('herds', 'pots');
    const key = await live('potters', testKey(), { schema });
    const [ending, later] = [testKey(), testKey()];
    const from = new Date().toISOString();
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const adds = (one: typeof ending, until: string | null, by = key) =>
      state('potters', { kind: 'KEY', publicKey: pemOf(one), from, until }, by);
    const until = inMinutes(10);
    expect(await adds(ending, until)).toMatchObject({ status: 200 });
    for (const refused of [
      await adds(ending, null, ending),
      await adds(ending, inMinutes(20), ending),
      await adds(later, null, ending),
      await state('potters', { kind: 'KEY_END', keyId: ending.id, until: inMinutes(20) }, ending),
    ])
      expect(refused).toMatchObject({ status: 400, answer: { message: expect.stringContaining(until) } });
    expect(await adds(later, inMinutes(5), ending)).toMatchObject({ status: 200 });
    expect(await adds(ending, inMinutes(20))).toMatchObject({ status: 200 });
    const statement = { kind: 'KEY', publicKey: pemOf(ending), from, until: null };
    expect(await operate('/potters/statements', { by: 'An', statement })).toMatchObject({ status: 200 });
    // An entity with a key alone refuses fields that others publish.
    await operate('/potters/states', { state: 'SUSPENDED', by: 'An', reason: 'Kiểm tra' });
  });

  test('goes from state to state as these follow, and no other way', async () => {
    for (const state of ['INVITED', 'CHECKING', 'LIVE']) {
      expect(await operate('/weavers/states', { state, by: 'An' })).toMatchObject({ status: 409 });
    }
    expect(await operate('/nobody/states', { state: 'LIVE', by: 'An' })).toMatchObject({ status: 409 });
    expect(await operate('/weavers/states', { state: 'LEFT', by: 'An' })).toMatchObject({ status: 200 });
    expect((await read()).organisations.find(({ code }: any) => code === 'weavers')).toMatchObject({ state: 'LEFT' });
  });

  test('the change log has what each version changed of the schema that clients see, once, the newest first', async () => {
    const log = async () => {
      const response = await subgraph.operator('/operator/registry/changes');
      return ((await response.json()) as { entries: any[] }).entries;
    };
    const key = await live('dyers', testKey(), { schema: sdl.replaceAll('Herd', 'Vat').replace('herds', 'vats') });
    // One request examines twenty snapshots, the newest first; the tests before have made more.
    await log();
    const [added, ...before] = await log();
    expect(added).toMatchObject({ organisation: 'dyers', version: 1, publishedBy: 'operator' });
    expect(added.changes.map(({ kind, coordinate }: any) => `${kind} ${coordinate}`)).toEqual(
      expect.arrayContaining(['SAFE Query.vats', 'SAFE Vat']),
    );
    const coloured = sdl
      .replaceAll('Herd', 'Vat')
      .replace('herds', 'vats')
      .replace('code: ID! }', 'code: ID! hue: Int }');
    served.set('dyers', coloured);
    expect(await publishing('dyers', key, { content: coloured })).toMatchObject({ status: 200 });
    const [published, ...others] = await log();
    expect(published).toMatchObject({ organisation: 'dyers', version: 2, publishedBy: 'dyers' });
    expect(published.changes).toMatchObject([{ kind: 'SAFE', rule: 'FIELD_ADDED', coordinate: 'Vat.hue' }]);
    expect(others).toEqual([added, ...before]);
    await operate('/dyers/states', { state: 'SUSPENDED', by: 'An', reason: 'Kiểm tra' });
    const [taken] = await log();
    expect(taken).toMatchObject({ organisation: 'dyers', publishedBy: 'operator' });
    // The reason and the author of a suspension are not public.
    expect(JSON.stringify(await log())).not.toMatch(/"An"|Kiểm tra/);
    expect(taken.changes).toContainEqual(expect.objectContaining({ kind: 'BREAKING', coordinate: 'Query.vats' }));
  });

  test('an endpoint that does not speak the protocol is refused by name, unless an operator publishes it for a reason', async () => {
    const examined = { at: new Date().toISOString(), passed: 60, leftOut: 2, failed: ['messages: a lie'] };
    const field = '{ "Its name (tên)." name: String code: ID! }';
    const anvils = sdl.replaceAll('Herd', 'Anvil').replace('herds', 'anvils').replace('{ code: ID! }', field);
    const coopers = await live('coopers', testKey(), { schema: anvils });
    const content = `${anvils}\n# examined`;
    expect(await publishing('coopers', coopers, { content, examined })).toMatchObject({
      status: 409,
      answer: { code: 'NOT_CONFORMANT', message: expect.stringContaining('messages: a lie') },
    });
    const override = 'their own test is wrong';
    const asked = { kind: 'SCHEMA', content, by: 'An', override };
    expect(await operate('/coopers/documents', asked)).toMatchObject({ status: 200 });
    const newest = async () =>
      (await operate('/coopers/versions')).answer.versions.find(({ kind }: any) => kind === 'SCHEMA');
    expect(await newest()).toMatchObject({ override, examined: null, inForce: true });
    served.set('coopers', anvils);
    const passed = { ...examined, failed: [] };
    expect(await publishing('coopers', coopers, { content: anvils, examined: passed })).toMatchObject({
      status: 200,
      answer: { state: 'IN_FORCE' },
    });
    expect(await newest()).toMatchObject({ override: null, examined: passed, inForce: true });
  });
});
