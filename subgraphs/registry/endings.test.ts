import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfDayInProvince, dayInProvince, daysLater } from '@hub/protocol';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSigningKey } from '@hub/runtime';
import { newDatabase } from '../../test/support/database.js';
import { makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { EndingsReport } from '../../gateway/src/directory/endings-report.js';
import { LinkClient } from '../kit/src/link/link-client.js';
import { PeriodKeysEnd } from '../kit/src/link/period-keys-end.js';
import { registry } from './src/subgraph.js';

const now = new Date();
const publicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
const today = dayInProvince(now);
const database = newDatabase();
const folder = mkdtempSync(join(tmpdir(), 'endings-'));
const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
const trust = { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] };
const start = () => startSubgraph(registry, database, { trust, organisationsFolder: folder, now: () => now });
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000 + 3_600_000);
let subgraph: RunningSubgraph;

const agreements = (days: number) => `format: 1
organisation: weavers
agreements:
  - id: A
    version: 1
    title: { vi: A, en: A }
    figures: ['*']
    with: anyone
    purposes: any
    granularity: commune
    legalBasis: X
    from: 2026-01-01
    until: ${daysLater(today, days)}
`;

beforeAll(async () => {
  subgraph = await start();
  const key = `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, owner, created_at)
    values (?, ?, ?, 'analyst', '[]', 'statistics', ?::date, 'An', ?, now())`;
  await subgraph.execute(key, ['k1aaaaaaaaaa', 'a'.repeat(64), 'Lan', daysLater(today, 20), 'lan']);
  await subgraph.execute(key, ['k2aaaaaaaaaa', 'b'.repeat(64), 'Mai', daysLater(today, 200), null]);
  await subgraph.execute(
    `insert into linked_organisation (code, state, said) values ('weavers', 'SUSPENDED', ?::jsonb)`,
    [
      JSON.stringify({
        ...{ nameVi: 'Hội', nameEn: 'Union', shortName: 'the union', dataKind: 'REAL', keepsPeople: true },
        ...{ linkedBy: 'figures', signsAnswers: true, endpoint: null, contact: 'IT, it@weavers.example' },
      }),
    ],
  );
  const content = agreements(6);
  await subgraph.execute(
    `insert into organisation_document (code, kind, version, content, published_at, published_by)
     values ('weavers', 'AGREEMENTS', 1, ?, now(), 'weavers')`,
    [content],
  );
  await subgraph.execute(`update linked_organisation set agreements_version = 1 where code = 'weavers'`);
  const { answer } = { answer: await (await invited('lacers')).json() };
  expect(answer).toMatchObject({ secret: expect.any(String) });
  secret = (answer as { secret: string }).secret;
  await subgraph.execute(`update invitation set until = ?`, [inDays(-2)]);
  await subgraph.stop();
  subgraph = await start();
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

let secret = '';
const invited = (code: string) =>
  subgraph.operator('/operator/registry/organisations', { method: 'POST', body: JSON.stringify({ code, by: 'An' }) });

test('what ends is one list, with the days left and by whom it is renewed', async () => {
  const { endings } = (await (await subgraph.operator('/operator/registry/endings')).json()) as { endings: any[] };
  expect(endings.map(({ kind, name, daysLeft }) => [kind, name, daysLeft])).toEqual([
    ['INVITATION', 'lacers', -2],
    ['AGREEMENT', 'A of weavers', expect.any(Number)],
    ['PROGRAM_KEY', 'k1aaaaaaaaaa', expect.any(Number)],
  ]);
  const [, agreement, key] = endings;
  expect(agreement).toMatchObject({
    endsAt: new Date(endOfDayInProvince(daysLater(today, 6))).toISOString(),
    ...{ contact: 'IT, it@weavers.example', renewedBy: expect.stringContaining('weavers') },
  });
  expect([6, 7]).toContain(agreement.daysLeft);
  expect(key).toMatchObject({ owner: 'lan', renewedBy: expect.stringContaining('its owner') });
});

test('operators read it in the graph, and nobody else', async () => {
  const gateway = new SigningGateway({
    ...{ subgraph: 'registry', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
  });
  const asked = (role: string) => {
    const caller = { subject: 'op', roles: [role], scopes: ['organisations:manage'] };
    return gateway.query('{ endings { kind name daysLeft renewedBy } }', {
      caller: Buffer.from(JSON.stringify(caller)).toString('base64url'),
    });
  };
  const { data } = await asked('operator');
  expect(data['endings'].map(({ kind, name }: any) => [kind, name])).toEqual([
    ['INVITATION', 'lacers'],
    ['AGREEMENT', 'A of weavers'],
    ['PROGRAM_KEY', 'k1aaaaaaaaaa'],
  ]);
  expect((await asked('analyst')).data).toEqual({ endings: null });
});

test('readiness and metrics tell it, without whose it is', async () => {
  const ready = await (await fetch(`${subgraph.url}/readyz`)).json();
  expect(ready).toMatchObject({
    status: 'ready',
    ends: expect.arrayContaining([expect.objectContaining({ name: 'k1aaaaaaaaaa' })]),
  });
  expect(JSON.stringify(ready)).not.toMatch(/weavers\.example|"lan"/);
  const metrics = await (await subgraph.operator('/metrics')).text();
  expect(metrics).toMatch(
    /subgraph_ends_days\{kind="PROGRAM_KEY",name="k1aaaaaaaaaa",organisation="registry"\} (20|21|19)/,
  );
  expect(metrics).toMatch(/subgraph_ends_days\{kind="INVITATION",name="lacers",organisation="registry"\} -2/);
});

test('who joins with an invitation that ended learns that, and whom to ask', async () => {
  const response = await fetch(`${subgraph.url}/link/v1/joins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ secret, code: 'lacers', publicKey, agreements: null, schema: null },
      said: {
        ...{ nameVi: 'Hội', nameEn: 'Union', shortName: 'the union', dataKind: 'REAL', keepsPeople: true },
        ...{ linkedBy: 'figures', signsAnswers: true, endpoint: null, contact: 'it@lacers.example' },
      },
    }),
  });
  expect(await response.text()).toContain('hub organisation invite lacers');
});

const listed = async (kind: string) => {
  const { endings } = (await (await subgraph.operator('/operator/registry/endings')).json()) as { endings: any[] };
  return endings.filter((one) => one.kind === kind);
};

test('gateways report the ends of their certificates: each report replaces the one before', async () => {
  const end = (name: string, days: number) => ({
    ...{ kind: 'CERTIFICATE' as const, name, endsAt: inDays(days).toISOString(), daysLeft: days },
    ...{ renewedBy: 'the operator of the gateway', contact: null, owner: null },
  });
  const report = async (ends: readonly ReturnType<typeof end>[], isThere: (names: string[]) => boolean) => {
    const warnings: object[] = [];
    const log = { warn: (details: object) => void warnings.push(details) };
    const gateway = new EndingsReport({ url: subgraph.url, token: operatorToken }, { port: 1, ends: () => ends, log });
    await until(async () => isThere((await listed('CERTIFICATE')).map(({ name }) => name)), { what: 'the report' });
    await gateway.close();
    expect(warnings).toEqual([]);
  };
  await report(
    [end('of the gateway for people', 20), end('of the gateway for movement', 5)],
    (names) => names.length === 2,
  );
  expect(await listed('CERTIFICATE')).toMatchObject([{ name: 'of the gateway for movement', daysLeft: 5 }, {}]);
  await report([end('of the gateway for people', 80)], (names) => names.length === 1);
  expect(await listed('CERTIFICATE')).toMatchObject([{ name: 'of the gateway for people', daysLeft: 80 }]);
  await subgraph.execute(`update reported_ending set known_until = ?`, [new Date(now.getTime() - 1)]);
  expect(await listed('CERTIFICATE')).toEqual([]);
  const refused = await subgraph.operator('/operator/registry/endings', {
    ...{ method: 'POST', body: JSON.stringify({ source: 'x', endings: [{ kind: 'AGREEMENT' }] }) },
  });
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'BAD_USER_INPUT' }]);
});

test('an organisation states the end of its keys of periods once that is near, and the hub has its contact', async () => {
  const key = makeKey(join(folder, 'weavers'));
  const signing = readSigningKey(key.file);
  await subgraph.execute(
    `insert into organisation_key (id, code, public_key, valid_from) values (?, 'weavers', ?, ?)`,
    [signing.id, readFileSync(key.publicFile, 'utf8'), inDays(-9)],
  );
  await subgraph.stop();
  subgraph = await start();
  const warnings: object[] = [];
  const said = async (lastPeriod: string) => {
    const statement = new PeriodKeysEnd({
      ...{ client: new LinkClient(subgraph.url), organisation: 'weavers', lastPeriod: () => lastPeriod },
      log: { warn: (details: object) => void warnings.push(details) },
    });
    await statement.state(signing, now, new AbortController().signal);
    return listed('PERIOD_KEYS');
  };
  const later = (days: number) => daysLater(today, days).slice(0, 7);
  expect(await said(later(200))).toEqual([]);
  expect(await said(later(25))).toMatchObject([
    { name: `through ${later(25)} of weavers`, contact: 'IT, it@weavers.example' },
  ]);
  expect(warnings).toEqual([]);
});
