import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleInFile, type Cell, digestOf, PeopleSketch, verifyBundle } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSigningKey } from '@hub/runtime';
import { sealSketches } from '../protocol/src/sketch/sealed-sketches.js';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { type OfferOptions, OfferedReleases, type TestKey, testKey } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const [goal, commune, month] = ['ADULTS_BASIC', '14845', '2026-10'];
const [women, youth] = ['womens-union', 'youth-union'];
const organisations = [
  'code,name_vi,name_en,linked,data_kind,data_statement_vi,data_statement_en,data_as_of',
  ...[women, youth].map((code) => `${code},X,X,true,REAL,X,X,`),
].join('\n');

const cells = (people: number): Cell[] => [
  [goal, commune, '2025-07-01', month, people, people + 9, 0],
  [goal, '38', '0001-01-01', month, people, people + 9, 0],
];

describe('estimates and publications of releases whose key was revoked later', () => {
  const folder = mkdtempSync(join(tmpdir(), 'set-aside-rounds-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const { privateKey: sealingKey } = generateKeyPairSync('x25519');
  const second = testKey();
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let now = new Date('2026-11-10T03:00:00Z');

  const ask = async (query: string) => {
    const { data, errors } = await gateway.query(query, {
      caller: callerWith('progress:publish', 'progress:read'),
    });
    expect(errors).toBeUndefined();
    return data;
  };
  /** The people of the commune in a month. */
  const people = async (given = '', period = month) => {
    const progress = `progress(commune: "${commune}", period: "${period}"${given})`;
    const query = `{ goal(code: "${goal}") { ${progress} { people { lower method estimate } } } }`;
    return (await ask(query))['goal'].progress.people as {
      lower: number;
      method: string;
      estimate: number | null;
    } | null;
  };
  const looks = async () => {
    const answer = await subgraph.operator('/operator/register/estimates', { method: 'POST', body: '{}' });
    expect(answer.ok).toBe(true);
  };
  /** An organisation releases some people, with a sketch of them. */
  const release = async (organisation: string, from: number, to: number, options: OfferOptions = {}) => {
    const sketch = new PeopleSketch();
    for (let person = from; person < to; person += 1) {
      sketch.add(Buffer.from(digestOf(String(person)), 'base64url').subarray(0, 8));
    }
    const head = { organisation, goal, month, key: 'K' };
    const bytes = new Map([`${commune} 2025-07-01`, '38 0001-01-01'].map((place) => [place, sketch.toBytes()]));
    const sealed = await sealSketches(head, bytes, createPublicKey(sealingKey));
    const sketches = [{ goal, month, key: 'K', digest: digestOf(sealed) }];
    await offered.offer(organisation, cells(Math.floor((to - from) / 10) * 10), { sketches, ...options });
    // The hub gives out other cells.
    const seal = 'update taken_sketch set sealed = ? where digest = ? returning digest';
    await until(async () => (await subgraph.execute(seal, [sealed, digestOf(sealed)])).length > 0, {
      what: 'the release to be taken in',
    });
  };
  const rounds = () =>
    subgraph.execute(
      `select occasion, basis->0->>'number' as release, set_aside_at is null as counts from estimate_round order by number`,
    );
  const keysFor = (organisation: string) =>
    organisation === 'movement'
      ? releaseKeys
      : new Map([offered.key, second].map(({ id, publicKey }: TestKey) => [id, publicKey]));

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    offered.trust(women, second, offered.key);
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => now, sealingKey },
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    const expects = [women, youth].map((code) => `${goal},${code},2025-04-24,`);
    await subgraph.import('organisations', organisations);
    await subgraph.import('goal-expectations', goalFile('goal-expectations', ...expects));
    await release(women, 0, 400);
    await release(youth, 200, 600);
    await looks();
    await publishThrough(gateway, { period: month });
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('an estimate is left out once a release that it rests on counts no more, and is there again where it does', async () => {
    const made = await people();
    expect(made).toMatchObject({ lower: 400, method: 'ESTIMATE' });
    now = new Date('2026-11-12T03:00:00Z');
    await release(women, 0, 500, { key: second, kind: 'FULL' });
    expect(await people()).toMatchObject({ lower: 500, method: 'ESTIMATE' });
    // The release before, which this one is based on, no longer counts; the one after does.
    offered.revoke({ [offered.key.id]: '2026-11-01T00:00:00Z' });
    await until(async () => (await people())?.method !== 'ESTIMATE', { what: 'the estimate to be left out' });
    expect(await people()).toMatchObject({ lower: 500 });
    offered.revoke({ [second.id]: '2026-11-01T00:00:00Z' });
    const isBack = async () => JSON.stringify(await people()) === JSON.stringify(made);
    await until(isBack, { what: 'the first release and its estimate to count' });
  });

  test('another takes its place where others have the numbers of its releases; none is lost', async () => {
    const third = testKey();
    for (const code of [women, youth]) offered.trust(code, third, second, offered.key);
    // By then movement knows that the organisation still offers the release that no longer counts.
    await offered.looked();
    offered.takeBack(women, 2);
    offered.takeBack(youth);
    offered.revoke(Object.fromEntries([offered.key, second].map(({ id }) => [id, '2026-11-01T00:00:00Z'])));
    await until(async () => (await people()) === null, { what: 'no release to count' });
    await release(women, 0, 300, { key: third });
    await release(youth, 200, 500, { key: third });
    const isMade = async () => {
      await looks();
      return (await rounds()).length === 2;
    };
    await until(isMade, { what: 'another round', every: 100 });
    expect(await people()).toMatchObject({ lower: 300, method: 'ESTIMATE' });
    expect(await rounds()).toEqual([
      { occasion: 'CLOSE', release: '1', counts: false },
      { occasion: 'CLOSE', release: '1', counts: true },
    ]);
  });

  test('a publication that rests on them is shown as it was, and verifies', async () => {
    const then = ', publication: "2026-10_1"';
    expect(await people(then)).toMatchObject({ lower: 400, method: 'ESTIMATE' });
    // A month without a stored figure is computed again from its releases and estimates.
    expect(await people(then, '2026-11')).toMatchObject({ lower: 400, method: 'ESTIMATE' });
    expect((await ask('{ publication(id: "2026-10_1") { withdrawn } }'))['publication'].withdrawn).toMatch(/revoked/);
    const answer = await subgraph.operator('/operator/register/bundle?publication=2026-10_1');
    const bundle = (await answer.json()) as BundleInFile;
    expect(await verifyBundle(bundle, keysFor)).toMatchObject({ releases: 2, publication: { id: '2026-10_1' } });
  });
});
