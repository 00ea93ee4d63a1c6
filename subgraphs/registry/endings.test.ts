import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfDayInProvince, dayInProvince, daysLater } from '@hub/protocol';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSigningKey } from '@hub/runtime';
import { newDatabase } from '../../test/support/database.js';
import { makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
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
