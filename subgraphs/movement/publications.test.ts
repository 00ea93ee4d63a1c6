import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { type BundleInFile, type Cell, verifyBundle } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const [muongLat, hamRong] = ['14845', '14758'];
const cell = (place: string, people: number, month = '2026-09'): Cell => [
  ...([goal, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people, 0] as const),
];

describe('publications', () => {
  const folder = mkdtempSync(join(tmpdir(), 'publications-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  const publisher = { caller: callerWith('progress:publish', 'progress:read') };
  const ask = async (query: string) => {
    const { data, errors } = await gateway.query(query, publisher);
    expect(errors).toBeUndefined();
    return data;
  };
  const fields = `id revision publishedBy note withdrawn digest signature document releases { organisationCode number }
    differences { goalCode placeCode field former now }`;
  const publish = (period: string, note = 'Lần đầu') => publishThrough(gateway, { period, note, fields });
  const peopleIn = async (place: string, publication = '') =>
    (
      await ask(
        `{ goal(code: "${goal}") { progress(commune: "${place}", period: "2026-09"${publication}) { people { lower upper } } } }`,
      )
    )['goal'].progress.people;
  /** The register's bundle, through the endpoint that `hub register export` uses. */
  const bundle = async (query = '') =>
    (await (await subgraph.operator(`/operator/register/bundle${query}`)).json()) as BundleInFile;
  const keysFor = (organisation: string) =>
    organisation === 'movement' ? releaseKeys : new Map([[offered.key.id, offered.key.publicKey]]);

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => new Date('2026-11-05T03:00:00Z'),
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    for (const kind of ['organisations', 'goal-expectations', 'denominators']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    await offered.release('womens-union', [
      cell('38', 50, '2026-07'),
      cell('38', 130),
      cell(muongLat, 100),
      cell(hamRong, 30),
    ]);
    await offered.release('youth-union', [cell('38', 75), cell(muongLat, 45), cell(hamRong, 30)]);
    for (const organisation of ['university', 'public-sector']) await offered.release(organisation, [cell('38', 10)]);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('none is dated back: of real figures, of a day to come, or before one that is there', async () => {
    const past = async (madeOn: string) => {
      const body = JSON.stringify({ period: '2026-08', madeOn });
      const path = '/operator/register/demonstration-publications';
      return (await subgraph.operator(path, { method: 'POST', body })).json();
    };
    expect(await past('2026-11-01')).toEqual({ id: null, why: 'NOT_DEMONSTRATION' });
    expect(await past('2026-11-06')).toEqual({ id: null, why: 'NOT_YET' });
    await publish('2026-07');
    expect(await past('2026-11-01')).toEqual({ id: null, why: 'IS_THERE' });
  });

  test('a publication never changes; a correction is a revision that says what differs', async () => {
    const first = await publish('2026-09');
    expect(first).toMatchObject({
      ...{ id: '2026-09_1', revision: 1, publishedBy: 'lan', note: 'Lần đầu', withdrawn: '', differences: [] },
      releases: ['public-sector', 'university', 'womens-union', 'youth-union'].map((organisationCode) => ({
        organisationCode,
        number: 1,
      })),
    });
    // 100 and 45, and two organisations without a cell: up to 9 in each.
    expect(await peopleIn(muongLat)).toEqual({ lower: 100, upper: 163 });

    await offered.release('womens-union', [cell('38', 125), cell(muongLat, 95)], {
      madeAt: '2026-11-02T01:00:00.000Z',
    });
    expect(await peopleIn(muongLat)).toEqual({ lower: 95, upper: 158 });
    expect(await peopleIn(muongLat, ', publication: "2026-09_1"')).toEqual({ lower: 100, upper: 163 });
    const { publication } = await ask(`{ publication(id: "2026-09_1") { ${fields} } }`);
    expect(publication).toEqual(first);

    const second = await publish('2026-09', 'Sửa số liệu Mường Lát');
    expect(second).toMatchObject({
      id: '2026-09_2',
      differences: expect.arrayContaining([
        { goalCode: goal, placeCode: muongLat, field: 'lower', former: '100', now: '95' },
      ]),
    });
    expect(JSON.parse(second.document)).toMatchObject({ previous: first.digest });
    // July has an estimate, since one organisation had people; September has bounds only.
    const since = await ask(`{ goal(code: "${goal}") { progress(period: "2026-09", publication: "2026-09_2") {
      revision: breaksSince(publication: "2026-09_1", period: "2026-09")
      july: breaksSince(publication: "2026-07_1", period: "2026-07") } } }`);
    expect(since['goal'].progress).toEqual({ revision: [], july: ['METHOD'] });
    const later = `{ goal(code: "${goal}") { progress { breaksSince(publication: "2026-09_1", period: "2026-12") } } }`;
    const { errors } = await gateway.query(later, publisher);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const { publications } = await ask('{ publications { id } }');
    expect(publications).toEqual([{ id: '2026-09_2' }, { id: '2026-09_1' }, { id: '2026-07_1' }]);
  });

  test('each organisation is handed its digest; one that was down, once it is back', async () => {
    // An organisation confirms in the next exchange the digests that it received in this one.
    const looks = async () => {
      await offered.looked();
      await offered.looked();
    };
    const held = async () => (await ask('{ publication(id: "2026-08_1") { digest heldBy } }'))['publication'];
    await offered.takeDown('university');
    const { digest } = await publish('2026-08');
    await looks();
    const others = ['education', 'identity', 'public-sector', 'womens-union', 'youth-union'];
    expect(await held()).toEqual({ digest, heldBy: others });
    offered.down.clear();
    await looks();
    expect((await held()).heldBy).toEqual([...others, 'university'].toSorted());
    const digests = [...offered.kept.values()].map((kept) => kept.get('2026-08_1'));
    expect(digests).toEqual(Array(others.length + 1).fill(digest));
  });

  test('anyone who has the public keys verifies it down to the cells, and each of its figures', async () => {
    const { goals, figures } = JSON.parse(
      (await ask('{ publication(id: "2026-09_2") { document } }'))['publication'].document,
    );
    expect(figures).toHaveLength(goals.length * 167);
    const whole = await bundle('?publication=2026-09_2');
    const { digest } = (await ask('{ publication(id: "2026-09_2") { digest } }'))['publication'];
    expect(await verifyBundle(whole, keysFor, { publication: '2026-09_2', digest })).toMatchObject({
      ...{ releases: 5, figures: figures.length },
      publication: { id: '2026-09_2', period: '2026-09', revision: 2, digest },
    });
    expect(await verifyBundle(await bundle(), keysFor)).toMatchObject({ releases: 5, figures: 0 });
  });

  test.each<[string, (found: BundleInFile) => BundleInFile, string]>([
    ['a figure', withDocument(/"14845","2025-07-01",95/, '"14845","2025-07-01",96'), 'BAD_SIGNATURE'],
    ['a cell', (found) => withPages(found, (page) => page.replace(',125,125,0]', ',126,126,0]')), 'OTHER_DIGEST'],
    [
      'a release that is left out',
      ({ releases = {}, ...rest }) => ({
        ...rest,
        releases: { ...releases, 'womens-union': releases['womens-union']?.slice(0, 1) ?? [] },
      }),
      'OTHER_DIGEST',
    ],
    [
      'the first release of a chain',
      ({ releases = {}, ...rest }) => ({
        ...rest,
        releases: { ...releases, 'womens-union': releases['womens-union']?.slice(1) ?? [] },
      }),
      'OUT_OF_ORDER',
    ],
    [
      'a page that no release has',
      ({ releases = {}, ...rest }) => ({
        ...rest,
        releases: {
          ...releases,
          'womens-union': (releases['womens-union'] ?? []).map((one) => ({ ...one, pages: [...one.pages, '[]'] })),
        },
      }),
      'SURPLUS',
    ],
    ['all that there was', () => ({}), 'NOTHING'],
    ['all of it, but for empty chains', () => ({ releases: { 'womens-union': [] } }), 'NOTHING'],
  ])('%s that was changed is found', async (_what, change, code) => {
    const whole = await bundle('?publication=2026-09_2');
    await expect(verifyBundle(change(whole), keysFor)).rejects.toMatchObject({ code });
  });

  test('a file with another publication than is expected, without any, or with more releases, is refused', async () => {
    const [former, newest] = [await bundle('?publication=2026-09_1'), await bundle('?publication=2026-09_2')];
    const verify = (found: BundleInFile) => verifyBundle(found, keysFor, { publication: '2026-09_2' });
    await expect(verify(former)).rejects.toMatchObject({ code: 'OTHER_PUBLICATION' });
    await expect(verify({ releases: newest.releases ?? {} })).rejects.toMatchObject({ code: 'NOTHING' });
    await expect(verifyBundle(newest, keysFor, { digest: 'other' })).rejects.toMatchObject({ code: 'OTHER_DIGEST' });
    const more = { ...former, releases: (await bundle()).releases ?? {} };
    await expect(verifyBundle(more, keysFor)).rejects.toMatchObject({ code: 'SURPLUS' });
  });

  test.each([
    [
      'a period that is not over',
      '2026-11',
      /^Expected a period that was over before today \(2026-11-05\), but got 2026-11/,
    ],
    ['a period of later', '2027', /^Expected a period that was over before today/],
    [
      'a period before any data',
      '1990-01',
      /^Expected a period from 2026-07 on, the first month of which any release tells, but got 1990-01\.$/,
    ],
    ['the month before the first', '2026-06', /^Expected a period from 2026-07 on/],
  ])('%s is not drafted', async (_what, period, message) => {
    const input = `input: { period: "${period}", noteVi: "Thử", noteEn: "Try" }, idempotencyKey: "${period}"`;
    const { data, errors } = await gateway.query(`mutation { draftPublication(${input}) { id } }`, publisher);
    expect(data['draftPublication']).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('it is published, read, and on purpose published again unchanged', async () => {
    const again = () =>
      publishThrough(gateway, { period: '2026-Q3', note: 'Thử', fields: 'id note noteEn differences { placeCode }' });
    const said = { note: 'Thử', noteEn: 'Thử', differences: [] };
    expect(await again()).toEqual({ id: '2026-Q3_1', ...said });
    expect(await again()).toEqual({ id: '2026-Q3_2', ...said });
    expect((await ask('{ publications(first: 2) { id } }'))['publications']).toEqual([
      { id: '2026-Q3_2' },
      { id: '2026-Q3_1' },
    ]);
  });

  test('one that cannot be read costs itself alone, and is published again', async () => {
    const before = (await subgraph.execute(`select document from publication where id = '2026-Q3_1'`))[0]?.['document'];
    const alter = (document: unknown) =>
      subgraph.execute(`update publication set document = ? where id = '2026-Q3_1'`, [document]);
    await alter(String(before).replace('"note":"Thử",', ''));
    const unreadable = (path: (string | number)[]) => ({
      ...{ path, message: 'Publication 2026-Q3_1 cannot be read: the log of movement says why.' },
      extensions: { code: 'PUBLICATION_UNREADABLE' },
    });
    const list = await gateway.query('{ publications(first: 3) { id differences { placeCode } } }', publisher);
    expect(list.data['publications']).toEqual([
      { id: '2026-Q3_2', differences: null },
      null,
      { id: '2026-09_2', differences: expect.any(Array) },
    ]);
    expect(list.errors).toMatchObject([unreadable(['publications', 1])]);
    const one = await gateway.query('{ publication(id: "2026-Q3_1") { id } }', publisher);
    expect([one.data['publication'], one.errors]).toMatchObject([null, [unreadable(['publication'])]]);
    const figures = await gateway.query(
      `{ goal(code: "${goal}") { progress(publication: "2026-Q3_1") { status } } }`,
      publisher,
    );
    expect(figures.errors).toMatchObject([unreadable(['goal', 'progress'])]);
    expect(subgraph.takeErrors()).toContainEqual(
      expect.objectContaining({ publication: '2026-Q3_1', fault: 'UNREADABLE', msg: 'a publication cannot be read' }),
    );
    await alter(before);
  });

  test('what an organisation has released that is not linked is in no figure, and not among its releases', async () => {
    const link = (linked: boolean) =>
      subgraph.execute(`update organisation set linked = ? where code = 'university'`, [linked]);
    await link(false);
    const { id, releases } = await publish('2026-09', 'Không có trường');
    expect(releases.map(({ organisationCode }: any) => organisationCode)).not.toContain('university');
    const found = await bundle(`?publication=${id}`);
    expect(await verifyBundle(found, keysFor, { publication: id })).toMatchObject({ publication: { id } });
    await link(true);
  });

  test('nobody publishes who may not', async () => {
    const reader = { caller: callerWith('progress:read') };
    const input = 'input: { period: "2026-09", noteVi: "Thử", noteEn: "Try" }, idempotencyKey: "reader"';
    const { errors } = await gateway.query(`mutation { draftPublication(${input}) { id } }`, reader);
    expect(errors).toHaveLength(1);
    expect((await ask('{ publications { id } }'))['publications']).toHaveLength(7);
  });

  test('what rested on a withdrawn release says so', async () => {
    await offered.release('womens-union', [cell('38', 130), cell(muongLat, 100), cell(hamRong, 30)], {
      ...{ kind: 'FULL', madeAt: '2026-11-03T01:00:00.000Z' },
      withdraws: [{ number: 2, reason: 'Sai số liệu Mường Lát' }],
    });
    const { publication } = await ask('{ publication(id: "2026-09_2") { withdrawn } }');
    expect(publication.withdrawn).toBe('womens-union 2: Sai số liệu Mường Lát');
    expect(await peopleIn(muongLat)).toEqual({ lower: 100, upper: 163 });
  });

  describe('once pages of releases that others superseded are in an archive', () => {
    const before = '2025-09-01';
    const pagesOf = (organisation: string) =>
      subgraph.execute('select number from taken_page where organisation = ? order by number', [organisation]);
    const rebuild = async () =>
      (await subgraph.operator('/operator/register/rebuild', { method: 'POST', body: '{}' })).json();
    const remove = (said: object) =>
      subgraph.operator('/operator/archive/pages/removal', { method: 'POST', body: JSON.stringify(said) });
    const known = () =>
      Promise.all(['2026-11-03', '2026-11-04', '2026-11-05'].map((day) => peopleIn(muongLat, `, asKnownOn: "${day}"`)));

    test('what was known on a day is told as before, and publications are verified', async () => {
      const women = (lower: number, kind: 'FULL' | 'CHANGES', madeAt: string) =>
        offered.release('womens-union', [cell('38', 130), cell(muongLat, lower), cell(hamRong, 30)], { kind, madeAt });
      await women(90, 'CHANGES', '2026-11-04T01:00:00.000Z');
      await women(80, 'FULL', '2026-11-05T01:00:00.000Z');
      const answers = await known();
      expect(new Set(answers.map(({ lower }) => lower)).size).toBe(3);
      await subgraph.execute(`update taken_release set taken_at = '2025-01-01'`);
      expect(await pagesOf('womens-union')).toEqual([1, 2, 3, 4, 5].map((number) => ({ number })));

      const lines = (await (await subgraph.operator(`/operator/archive/pages?before=${before}`)).text())
        .trim()
        .split('\n');
      const { rows, digest } = JSON.parse(lines.at(-1) ?? '') as { rows: number; digest: string };
      expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([3, 4]);
      // A bundle that differs from the archive's is refused.
      const other = { before, rows, digest: digest.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) };
      expect((await remove(other)).status).toBe(409);
      expect((await remove({ ...other, digest, before: '2026-11-01' })).status).toBe(400);
      expect(await pagesOf('womens-union')).toHaveLength(5);
      expect(await (await remove({ before, rows, digest })).json()).toEqual({ removed: 2 });

      expect(await pagesOf('womens-union')).toEqual([1, 2, 5].map((number) => ({ number })));
      expect(await pagesOf('youth-union')).toHaveLength(1);
      expect(await rebuild()).toMatchObject({ differed: 0 });
      expect(await known()).toEqual(answers);
      const found = await bundle('?publication=2026-09_1');
      expect(await verifyBundle(found, keysFor)).toMatchObject({ withoutPages: 0, publication: { id: '2026-09_1' } });
      const { id } = await publish('2026-09', 'Sau khi lưu trữ');
      const later = await bundle(`?publication=${id}`);
      expect(await verifyBundle(later, keysFor)).toMatchObject({ withoutPages: 2, publication: { id } });
    });

    test('a release whose pages are missing where they are needed does not hold', async () => {
      const { releases = {}, ...rest } = await bundle();
      const [first, ...others] = releases['womens-union'] ?? [];
      const last = others.at(-1);
      if (!first || !last) throw new Error('Expected releases.');
      const cut = { ...rest, releases: { 'womens-union': [first, ...others.slice(0, -1), { ...last, pages: [] }] } };
      await expect(verifyBundle(cut, keysFor)).rejects.toMatchObject({ code: 'OTHER_DIGEST' });
    });
  });
});

/** Changes a publication's document. */
function withDocument(pattern: RegExp, by: string) {
  return (found: BundleInFile): BundleInFile => {
    const { document = '', signature = '' } = found.publication ?? {};
    expect(document).toMatch(pattern);
    return { ...found, publication: { document: document.replace(pattern, by), signature } };
  };
}

/** Changes every page of every release. */
function withPages({ releases = {}, ...rest }: BundleInFile, change: (page: string) => string): BundleInFile {
  const all = Object.entries(releases).map(([organisation, chain]) => [
    organisation,
    chain.map((release) => ({ ...release, pages: release.pages.map(change) })),
  ]);
  return { ...rest, releases: Object.fromEntries(all) as BundleInFile['releases'] & object };
}
