import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { dayInProvince, daysLater, documentHash, feedBounds, keyTerms, readFeedAnswer } from '@hub/protocol';
import { publicFileOf, readSigningKey } from '@hub/runtime';
import { newDatabase } from '../../test/support/database.js';
import { type KeyFiles, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { elapse } from '../../test/support/until.js';
import { Reachable } from './src/organisation/reachable.js';
import { lookAtServed } from './src/organisation/served-schema.js';
import { registry } from './src/subgraph.js';

const today = dayInProvince(new Date());
const agreementsFolder = fileURLToPath(new URL('../', import.meta.url));

/** A caller, as in a gateway's request. */
const callerOf = (told: object) => Buffer.from(JSON.stringify(told)).toString('base64url');
const analyst = {
  subject: 'lan',
  roles: ['analyst'],
  scopes: ['progress:read', 'records:read', 'keys:manage'],
};
const operator = { subject: 'op', roles: ['operator'], scopes: ['keys:manage'] };

describe('the registry', () => {
  let folder: string;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let registryKey: KeyFiles;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
    const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
    registryKey = makeKey(join(folder, 'registry'));
    const trust = {
      signingKey: readSigningKey(own.file),
      trustedKeyFiles: [gatewayKey.publicFile],
      registryKeyFiles: [registryKey.publicFile],
    };
    subgraph = await startSubgraph(registry, newDatabase(), { trust, agreementsFolder });
    const trusted = [own.publicFile];
    gateway = new SigningGateway({ subgraph: 'registry', url: subgraph.url, key: gatewayKey, trusted });
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await subgraph.execute('delete from program_key');
  });

  test('a subgraph that answers the gateway alone tells its schema to a registry that it trusts, and nothing else', async () => {
    const reachable = new Reachable(['127.0.0.1']);
    const endpoint = `${subgraph.url}/graphql`;
    const { sdl } = (await (await subgraph.operator('/operator/schema')).json()) as { sdl: string };
    const [trusted, stranger] = [registryKey, makeKey(join(folder, 'stranger'))].map(({ file }) =>
      readSigningKey(file),
    );
    expect(await lookAtServed(endpoint, sdl, trusted, reachable)).toEqual({ serves: true });
    expect(await lookAtServed(endpoint, `${sdl}\ntype More { code: ID! }`, trusted, reachable)).toMatchObject({
      serves: false,
      reason: expect.stringContaining('More.code: ID!'),
    });
    expect(await lookAtServed(endpoint, sdl, stranger, reachable)).toMatchObject({ serves: undefined });
    // The registry's key opens no other endpoint.
    const key = { ...registryKey };
    const asking = new SigningGateway({
      subgraph: 'registry',
      url: subgraph.url,
      key,
      trusted: [publicFileOf(join(folder, 'own'))],
    });
    await expect(asking.query('{ programKeys { id } }')).rejects.toThrow();
  });

  const input = (more: object = {}) => ({ name: 'Lan', role: 'analyst', purpose: 'steering', until: today, ...more });
  const literal = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(literal).join()}]`
      : typeof value === 'object' && value !== null
        ? `{ ${Object.entries(value)
            .map(([name, one]) => `${name}: ${literal(one)}`)
            .join(' ')} }`
        : JSON.stringify(value);
  const createKey = (caller: object, wanted = input()) =>
    gateway.query(`mutation { createProgramKey(input: ${literal(wanted)}) { secret key { id scopes } } }`, {
      caller: callerOf(caller),
    });
  const endpointCreates = (wanted: object = input({ by: 'An' })) =>
    operatorAt('keys', { method: 'POST', body: JSON.stringify(wanted) });
  const operatorAt = async (path: string, init?: RequestInit) => {
    const response = await subgraph.operator(`/operator/registry/${path}`, init);
    return { status: response.status, answer: (await response.json()) as Record<string, any> };
  };
  const listed = async (caller: object, args = '') => {
    const { data } = await gateway.query(
      `{ programKeys${args} { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`,
      {
        caller: callerOf(caller),
      },
    );
    return data['programKeys'];
  };

  test('keeps nothing of a key by which it could be used', async () => {
    const { data } = await createKey(analyst);
    const { secret, key } = data['createProgramKey'];
    const [row] = await subgraph.execute('select * from program_key');
    expect(row).toMatchObject({ id: key.id, owner: 'lan', created_by: 'lan' });
    expect(JSON.stringify(row)).not.toContain(secret.split('_')[2]);
    const { answer } = await operatorAt('keys');
    expect(answer['keys']).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toMatch(/"hash"|"owner"/);
  });

  test('has a key end after ninety days, where its last day is not named', async () => {
    const { data } = await gateway.query(
      'mutation { createProgramKey(input: { name: "Lan", role: "analyst", purpose: "steering" }) { key { until } } }',
      { caller: callerOf(analyst) },
    );
    expect(data['createProgramKey'].key.until).toBe(daysLater(today, 90));
  });

  test('gives a person’s key at most what that person may', async () => {
    const { data } = await createKey(analyst);
    expect(data['createProgramKey'].key.scopes).toEqual(['progress:read', 'records:read']);
    const codes = async (caller: object, more: object) =>
      (await createKey(caller, input(more))).errors?.map(({ extensions }) => extensions?.['code']);
    expect(await codes(analyst, { scopes: ['contributions:read'] })).toEqual(['BAD_USER_INPUT']);
    expect(await codes(analyst, { role: 'auditor', purpose: 'audit' })).toEqual(['BAD_USER_INPUT']);
    expect(await codes({ ...analyst, purposes: ['statistics'] }, {})).toEqual(['BAD_USER_INPUT']);
    expect(await codes({ ...analyst, purposes: ['statistics'] }, { purpose: 'statistics' })).toBeUndefined();
    const staff = { subject: 'mai', roles: ['staff'], organisation: 'university', scopes: analyst.scopes };
    expect(await codes(staff, { role: 'staff', organisation: 'youth-union' })).toEqual(['BAD_USER_INPUT']);
    expect(await codes(staff, { role: 'staff', organisation: 'university' })).toBeUndefined();
    // Operators may create a key with any role, and with any purpose of that role.
    expect(await codes(operator, { role: 'app', purpose: 'statistics' })).toBeUndefined();
    expect(await codes(operator, { role: 'app', purpose: 'steering' })).toEqual(['BAD_USER_INPUT']);
  });

  test.each([
    ['by a key', { ...analyst, key: 'a' }, 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ['whom nobody knows', { roles: ['analyst'], scopes: ['keys:manage'] }, 'UNAUTHENTICATED'],
    ['without the scope', { ...analyst, scopes: ['progress:read'] }, 'UNAUTHORIZED_FIELD_OR_TYPE'],
  ])('has nothing for a caller %s', async (_who, caller, code) => {
    for (const query of [
      `mutation { createProgramKey(input: ${literal(input())}) { secret } }`,
      'mutation { revokeProgramKey(id: "a") { id } }',
      '{ programKeys { totalCount } }',
    ]) {
      const { errors } = await gateway.query(query, { caller: callerOf(caller) });
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
    }
    expect(await subgraph.execute('select from program_key')).toEqual([]);
  });

  test('has operators link organisations: invite, see what it would share with whom, accept, suspend, roll back', async () => {
    const linker = { subject: 'op', roles: ['operator'], scopes: ['organisations:manage'] };
    const ask = async (query: string, caller: object = linker): Promise<any> =>
      gateway.query(query, { caller: callerOf(caller) });
    const { data } = await ask('mutation { inviteOrganisation(code: "farmers-union") { code secret } }');
    const { secret } = data.inviteOrganisation;
    const agreements = `format: 1
organisation: farmers-union
agreements:
  - { id: FU-01, version: 1, title: { vi: Tổ, en: Clubs }, figures: [ADULTS_BASIC], combined: ['*'],
      with: [{ role: analyst }, { group: linked-organisations }], purposes: [steering], granularity: commune,
      legalBasis: X, from: 2026-01-01, until: 2027-12-31 }
`;
    const publicKey = createPublicKey(readFileSync(join(folder, 'own.pub'))).export({ type: 'spki', format: 'pem' });
    const said = {
      ...{ nameVi: 'Hội Nông dân', nameEn: 'Farmers', shortName: 'the farmers', dataKind: 'REAL', keepsPeople: true },
      ...{ linkedBy: 'figures', endpoint: null, signsAnswers: false, contact: 'it@farmers.example' },
    };
    const joined = await fetch(`${subgraph.url}/link/v1/joins`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret, code: 'farmers-union', said, publicKey, agreements, schema: null }),
    });
    expect({ status: joined.status, answer: await joined.json() }).toMatchObject({ status: 200 });
    const details = `linkedOrganisation(code: "farmers-union") { state name(language: EN) schema keyIds
      declaration { linkedBy dataKind endpoint contact }
      agreements { id title(language: VI) shares goals with purposes from until }
      versions { kind version publishedBy inForce override } changes { what by reason } }`;
    expect((await ask(`{ ${details} }`)).data.linkedOrganisation).toEqual({
      ...{ state: 'CHECKING', name: 'Farmers', schema: null, keyIds: [expect.any(String)] },
      declaration: { linkedBy: 'figures', dataKind: 'REAL', endpoint: null, contact: 'it@farmers.example' },
      agreements: [
        {
          ...{ id: 'FU-01', title: 'Tổ', shares: [], goals: ['ADULTS_BASIC', '*'], purposes: ['steering'] },
          ...{ with: ['role:analyst', 'group:linked-organisations'], from: '2026-01-01', until: '2027-12-31' },
        },
      ],
      versions: [{ kind: 'AGREEMENTS', version: 1, publishedBy: 'farmers-union', inForce: true, override: null }],
      changes: [
        { what: 'joined', by: 'farmers-union', reason: null },
        { what: 'invited', by: 'op', reason: null },
      ],
    });
    const step = async (name: string, caller: object = linker) => {
      const { data: stepped, errors } = await ask(
        `mutation { stepOrganisation(code: "farmers-union", step: ${name}, reason: " Đã xem ") { state last { what by reason } } }`,
        caller,
      );
      return errors?.map(({ extensions }: any) => extensions.code) ?? stepped.stepOrganisation;
    };
    // A key, a caller with another role, and a caller without the scope can neither take a step nor see any.
    for (const caller of [
      { ...linker, key: 'a' },
      { ...linker, roles: ['analyst'] },
      { ...linker, scopes: ['keys:manage'] },
    ]) {
      expect(await step('ACCEPT', caller)).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    }
    expect((await ask('{ linkedOrganisations { code } }', operator)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
    ]);
    expect(await step('ACCEPT')).toEqual({ state: 'LIVE', last: { what: 'live', by: 'op', reason: 'Đã xem' } });
    expect(await step('SUSPEND')).toMatchObject({ state: 'SUSPENDED', last: { what: 'suspended' } });
    expect(await step('RESUME')).toMatchObject({ state: 'LIVE' });
    expect(await step('LEAVE')).toMatchObject({ state: 'LEFT' });
    expect(await step('RESUME')).toEqual(['CONFLICT']);
    const { errors } = await ask(
      'mutation { rollBackOrganisation(code: "farmers-union", kind: AGREEMENTS, version: 7) { state } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect((await ask('{ linkedOrganisations { code state last { what } } }')).data.linkedOrganisations).toEqual([
      { code: 'farmers-union', state: 'LEFT', last: { what: 'left' } },
    ]);
  });

  test('lets a person have 20 keys, however many are wanted at once, and others of their own', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => createKey(analyst)));
    const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions?.['code']));
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'TOO_MANY_KEYS'));
    expect((await createKey({ ...analyst, subject: 'mai' })).errors).toBeUndefined();
    // A revoked key frees its place in the limit.
    const { data } = await gateway.query('{ programKeys(first: 1) { nodes { id } } }', { caller: callerOf(analyst) });
    const [{ id }] = data['programKeys'].nodes as [{ id: string }];
    const by = { caller: callerOf(analyst) };
    const revoked = await gateway.query(`mutation { revokeProgramKey(id: "${id}") { revokedAt revokedBy } }`, by);
    expect(revoked.data['revokeProgramKey']).toEqual({ revokedAt: expect.any(String), revokedBy: 'lan' });
    expect((await createKey(analyst)).errors).toBeUndefined();
  });

  test('lists and revokes a person’s own, and all for an operator, page by page', async () => {
    await createKey(analyst);
    await createKey({ ...analyst, subject: 'mai' });
    await endpointCreates();
    expect((await listed(analyst)).totalCount).toBe(1);
    const first = await listed(operator, '(first: 2)');
    expect([first.totalCount, first.nodes.length, first.pageInfo.hasNextPage]).toEqual([3, 2, true]);
    const rest = await listed(operator, `(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(new Set([...first.nodes, ...rest.nodes].map(({ id }: { id: string }) => id)).size).toBe(3);
    const [{ id }] = (await listed({ ...analyst, subject: 'mai' })).nodes as [{ id: string }];
    const { errors } = await gateway.query(`mutation { revokeProgramKey(id: "${id}") { id } }`, {
      caller: callerOf(analyst),
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  /** The feed, as a follower of the registry reads it. */
  const followed = async (after = 0) => {
    const nonce = crypto.randomUUID();
    const text = await (await subgraph.operator(`/operator/registry/feed?after=${after}&nonce=${nonce}`)).text();
    const { known, feed } = readFeedAnswer(text, { nonce, known: undefined }, undefined);
    return { sequence: known.sequence, feed, bytes: Buffer.byteLength(text) };
  };
  const termsAt = async (path: string) => (await subgraph.operator(`/operator/registry/feed/${path}`)).text();

  test('tells those who follow of each change at once, by digests alone, and of nothing else', async () => {
    const first = await followed();
    expect(first.feed).toMatchObject({ keys: [], apps: [] });
    let isTold = false;
    const waiting = followed(first.sequence).finally(() => (isTold = true));
    await listed(operator);
    await elapse(100, 'whoever follows is kept waiting while nothing changes');
    expect(isTold).toBe(false);
    const limits = { addresses: ['10.0.0.0/8'], tables: ['progress'], rate: { perSecond: 0.5, burst: 3 } };
    const { answer: made } = await endpointCreates(input({ by: 'An', ...limits }));
    const id = made['key'].id as string;
    const second = await waiting;
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(second.feed?.keys).toEqual([{ id, hash: digest, until: today, terms: digest }]);
    const terms = await termsAt(`keys/${id}`);
    expect(documentHash(terms)).toBe(second.feed?.keys[0]?.terms);
    expect(keyTerms.parse(JSON.parse(terms))).toEqual({
      ...{ name: 'Lan', role: 'analyst', purpose: 'steering', ...limits },
      scopes: ['progress:read', 'contributions:read', 'records:read', 'releases:read', 'register:read'],
    });
    const next = followed(second.sequence);
    await operatorAt('keys/revocations', { method: 'POST', body: JSON.stringify({ id, by: 'An' }) });
    const third = await next;
    expect(third.feed?.keys).toMatchObject([{ id, revoked: true }]);
    expect([second.sequence > first.sequence, third.sequence > second.sequence]).toEqual([true, true]);
    expect((await operatorAt('keys')).answer['keys']).toEqual([]);
    expect((await operatorAt('keys?all=true')).answer['keys']).toMatchObject([{ revokedBy: 'An' }]);
    expect((await subgraph.operator('/operator/registry/feed/keys/nobody')).status).toBe(404);
  });

  test('a registry that is full of keys and apps still says which hold, within the bound; strangers keep nobody from a key', async () => {
    const [appsOf, keysOf] = [feedBounds.apps, feedBounds.keys];
    const of = (prefix: string) => `'${prefix}' || lpad(n::text, ${12 - prefix.length}, '0')`;
    const hash = (salt: string) => `encode(sha256((n || '${salt}')::bytea), 'hex')`;
    const text = 'x'.repeat(500);
    await subgraph.execute(
      `insert into app (id, name, use, purpose, contact, republish, attribution, scopes, origins, state, asked_digest,
         asked_at, decided_at, decided_by)
       select 'app-' || ${of('a')}, '${text}', '${text}', 'statistics', 'a@b.example', 'DERIVED', '${text}', '["progress:read"]',
         (select jsonb_agg('https://' || n || '-' || m || '.example') from generate_series(1, 10) m), 'ACCEPTED', '', now(), now(), 'op'
       from generate_series(1, ${appsOf}) n`,
    );
    await subgraph.execute(
      `insert into app_document (app, hash, text, registered_at)
       select 'app-' || ${of('a')}, ${hash('document')}, '${text}', now() from generate_series(1, ${appsOf}) n`,
    );
    await subgraph.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, created_at, app)
       select 's' || m || lpad(n::text, 10, '0'), encode(sha256((n || 'secret' || m)::bytea), 'hex'), '${text}', 'app', '[]', 'statistics',
         '2099-12-31', 'x', now(), 'app-' || ${of('a')} from generate_series(1, ${appsOf}) n, generate_series(1, 6) m`,
    );
    // All present keys are other owners' app secrets: the caller can still create a key.
    expect((await createKey(analyst)).errors).toBeUndefined();
    await subgraph.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, tables, until, created_by, created_at)
       select ${of('k')}, ${hash('key')}, '${text}', 'analyst', '[]', 'steering', '["${text}"]', '2099-12-31', 'x', now()
       from generate_series(1, ${keysOf}) n`,
    );
    await subgraph.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, created_at, revoked_at, revoked_by)
       select ${of('r')}, ${hash('revoked')}, '${text}', 'analyst', '[]', 'steering', '2099-12-31', 'x', now(), now(), 'x'
       from generate_series(1, ${feedBounds.endedKeys + 50}) n`,
    );
    expect((await createKey({ ...analyst, subject: 'mai' })).errors?.[0]?.extensions?.['code']).toBe('TOO_MANY_KEYS');
    // The new key is sorted into the list.
    const [revoked] = (await listed({ ...analyst }, '(first: 1)')).nodes as [{ id: string }];
    const by = { caller: callerOf(analyst) };
    await gateway.query(`mutation { revokeProgramKey(id: "${revoked.id}") { id } }`, by);
    const began = performance.now();
    const { feed, bytes } = await followed();
    const [ms, mostKeys] = [performance.now() - began, keysOf + feedBounds.endedKeys];
    console.info(`a full feed: ${bytes} bytes of ${feedBounds.bytes}, made and read in ${Math.round(ms)} ms`);
    expect(bytes).toBeLessThan(feedBounds.bytes);
    expect([feed?.apps.length, feed?.keys.length]).toEqual([appsOf, mostKeys + appsOf * feedBounds.secrets]);
    expect(feed?.keys.find(({ id }) => id === revoked.id)?.revoked).toBe(true);
    expect(JSON.stringify(feed)).not.toMatch(/xxx|example/);
    for (const table of ['app_document', 'program_key', 'app']) await subgraph.execute(`delete from ${table}`);
  });

  test.each([
    ['not to be', { ...input(), by: 'An', role: 'operator' }, 'role'],
    ['nobody answers for', { ...input(), by: 'An', name: ' ' }, 'name'],
    ['nobody creates', input(), 'by'],
    ['for a purpose that nobody has', { ...input(), by: 'An', purpose: 'nothing' }, 'purpose'],
    ['with what is no property of a key', { ...input(), by: 'An', hash: 'x' }, 'hash'],
    ['with a rate that is none', { ...input(), by: 'An', rate: { perSecond: 0, burst: 1 } }, 'rate.perSecond'],
  ])('creates no key that is %s', async (_what, wanted, named) => {
    const { status, answer } = await endpointCreates(wanted);
    expect([status, answer['code']]).toEqual([400, 'BAD_USER_INPUT']);
    expect(answer['message']).toContain(named);
  });

  test('opens each of its endpoints with the token that is for it alone', async () => {
    const statuses = (headers: Record<string, string>) =>
      Promise.all(
        ['keys', 'feed', 'feed/keys/x', 'feed/apps/x', 'feed/apps/x/documents', 'feed/organisations/x'].map(
          async (path) => (await fetch(`${subgraph.url}/operator/registry/${path}`, { headers })).status,
        ),
      );
    expect(await statuses({})).toEqual([401, 401, 401, 401, 401, 401]);
    const known = await statuses({ authorization: `Bearer ${operatorToken}` });
    expect(known).toEqual([200, 200, 404, 404, 404, 404]);
  });
});
