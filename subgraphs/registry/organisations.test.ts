import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalText, signHeader, type SignedSnapshot, SnapshotFolder, signSnapshot } from '@hub/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { testKey, type TestKey } from '../../test/support/offered-releases.js';
import { releaseKey, releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { registry } from './src/subgraph.js';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { herds: [Herd!] }
type Herd @key(fields: "code") { code: ID! }
`;

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
  ...{
    linkedBy: 'records',
    endpoint: 'https://herds.example/graphql',
    signsAnswers: true,
    contact: 'it@herds.example',
  },
};

describe('organisations at the registry', () => {
  let subgraph: RunningSubgraph;
  let weavers: TestKey;
  beforeAll(async () => {
    subgraph = await startSubgraph(registry, newDatabase());
  });
  afterAll(() => subgraph.stop());

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
      ...{ secret, code, said, publicKey: pemOf(key), agreements: agreementsOf(code), schema: sdl },
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
  const live = async (code: string, key = testKey(), more: object = {}) => {
    expect(await joining(code, await invite(code), key, more)).toMatchObject({ status: 200 });
    expect(await operate(`/${code}/states`, { state: 'LIVE', by: 'An' })).toMatchObject({ status: 200 });
    return key;
  };

  test('an organisation is in no snapshot before it is accepted, and in the next one then', async () => {
    const before = await read();
    expect(before.organisations).toEqual([]);
    const key = testKey();
    await joining('herders', await invite('herders'), key);
    expect(await read()).toEqual(before);
    await operate('/herders/states', { state: 'LIVE', by: 'An', reason: 'Đã xem' });
    const after = await read();
    expect(after).toMatchObject({
      number: Number(before.number) + 1,
      organisations: [{ ...said, code: 'herders', state: 'LIVE', keys: [{ publicKey: pemOf(key), until: null }] }],
    });
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
        [{}, 'UNREADABLE'],
      ];
      for (const [given, code] of faults) {
        expect(() => kept.take(given)).toThrow(expect.objectContaining({ code }));
        expect(kept.snapshot?.number).toBe(number);
      }
      // What starts while the registry is away has it, and as files.
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

  test('what one that has not joined would show is not known', async () => {
    expect(await operate('/nobody')).toMatchObject({ status: 403, answer: { code: 'NOT_LINKED' } });
    expect(await operate('/herders')).toMatchObject({ status: 200, answer: { said, schema: sdl } });
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
    ['an address of this machine', { said: { ...said, endpoint: 'http://127.0.0.1:4000/graphql' } }, /endpoint/],
    ['a link-local address', { said: { ...said, endpoint: 'http://169.254.169.254/' } }, /endpoint/],
    ['records without a schema', { schema: null }, /linkedBy/],
    ['a member that nobody knows', { more: 1 }, /more/],
  ])('takes nothing of who joins with %s', async (_what, more, message) => {
    const secret = await invite('potters');
    const { status, answer } = await joining('potters', secret, testKey(), more);
    expect({ status, answer }).toMatchObject({ status: 400, answer: { code: 'BAD_USER_INPUT' } });
    expect(answer.message).toMatch(message);
    expect((await operate('/potters/versions')).answer.versions).toEqual([]);
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

  test('goes from state to state as these follow, and no other way', async () => {
    for (const state of ['INVITED', 'CHECKING', 'LIVE']) {
      expect(await operate('/weavers/states', { state, by: 'An' })).toMatchObject({ status: 409 });
    }
    expect(await operate('/nobody/states', { state: 'LIVE', by: 'An' })).toMatchObject({ status: 409 });
    expect(await operate('/weavers/states', { state: 'LEFT', by: 'An' })).toMatchObject({ status: 200 });
    expect((await read()).organisations.find(({ code }: any) => code === 'weavers')).toMatchObject({ state: 'LEFT' });
  });
});
