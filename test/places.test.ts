import { rmSync } from 'node:fs';
import { movement } from '@hub/movement';
import { youthUnion } from '@hub/youth-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from './support/database.js';
import { communesOfCountry, countryRows, placesFile, placesFolder, provinceRows } from './support/generated-places.js';
import { shareOf } from './support/released-share.js';
import { type RunningSubgraph, startSubgraph } from './support/subgraph.js';

const header = 'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on';
let number = 0;
/** People who passed on a day, in a commune. */
const people = (count: number, commune: string, passedOn: string) =>
  Array.from({ length: count }, () => {
    number += 1;
    return `${String(number).padStart(12, '0')},Lê Thị Mai,FEMALE,1980,${commune},${passedOn},${passedOn}`;
  });
const fileOf = (...rows: string[]) => [header, ...rows, ''].join('\n');

/** What a release of now says of the adults' goal in a place. */
async function contribution(subgraph: RunningSubgraph, communeCode: string, period: string) {
  await subgraph.release();
  return (await shareOf(subgraph, { goalCode: 'ADULTS_BASIC', communeCode, period }))?.people;
}

const commune = (code: string, name: string, days: string) =>
  `${code},COMMUNE,38,Xã ${name},${name} Commune,COMMUNE,PLAIN,,,${days}`;

describe('the ledger through a merger', () => {
  let ledger: RunningSubgraph;
  let now = new Date('2026-12-02T03:00:00Z');

  beforeAll(async () => {
    ledger = await startSubgraph(youthUnion, newDatabase(), { now: () => now });
    const rows = [
      ...people(30, '16561', '2026-03-05'),
      ...people(20, '16591', '2026-04-05'),
      ...people(15, '16597', '2026-05-05'),
    ];
    expect((await ledger.import('guided-people', fileOf(...rows))).at(-1)).toMatchObject({ written: 65, rejected: 0 });
    const merger = placesFile(
      commune('16561', 'Một', '2025-07-01,2026-12-31,16561'),
      commune('16591', 'Hai', '2025-07-01,2026-12-31,16561'),
      commune('16561', 'Ba', '2027-01-01,,'),
      commune('16597', 'Bốn', '2025-07-01,2026-12-31,16997;16998'),
      commune('16997', 'Năm', '2027-01-01,,'),
      commune('16998', 'Sáu', '2027-01-01,,'),
    );
    expect((await ledger.import('places', merger)).at(-1)).toMatchObject({ type: 'done', written: 6 });
    expect(await contribution(ledger, '16561', '2026-12')).toBe(30);

    now = new Date('2027-02-01T03:00:00Z');
    const later = fileOf(...people(12, '16561', '2027-01-15'));
    expect((await ledger.import('guided-people', later)).at(-1)).toMatchObject({ written: 12, rejected: 0 });
  });
  afterAll(() => ledger.stop());

  test.each([
    ['the former commune keeps its figures, under its code and last day', '16561@2026-12-31', '2026-12', 30],
    ['so does the one whose code nobody has any more', '16591', '2026-12', 20],
    ['before it began, the new one has no figure, which is not 0', '16561', '2026-12', null],
    ['neither has one that a division made', '16997', '2026-12', null],
    ['from then on both are added up in it, for they went wholly into it', '16561', '2027-01', 60],
    ['of one that was divided, nothing is spread over those that took its place', '16997', '2027-01', 0],
    ['the province has everyone', '38', '2027-01', 70],
  ])('%s', async (_what, code, period, expected) => {
    expect(await contribution(ledger, code, period)).toBe(expected);
  });

  test('a row of today that names a commune that ended is refused, with what it became', async () => {
    const [rejected, done] = await ledger.import('guided-people', fileOf(...people(1, '16597', '2026-12-30')));
    expect(rejected).toMatchObject({
      row: 2,
      column: 'commune_code',
      reason: expect.stringMatching(/"16597": Xã Bốn .* became Xã Năm \(16997 .*\) and Xã Sáu \(16998 .*\)$/),
    });
    expect(done).toEqual(expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }));
  });

  test('a file of before is read with the codes of before', async () => {
    const late = fileOf(...people(3, '16591', '2026-12-20'));
    expect((await ledger.import('guided-people', late, { on: '2026-12-31' })).at(-1)).toMatchObject({ written: 3 });
    expect(await contribution(ledger, '16591', '2026-12')).toBe(20);
    expect(await contribution(ledger, '16561', '2027-01')).toBe(60);
    const [refused] = await ledger.import('guided-people', late, { on: '2027-02-02' });
    expect(refused).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('up to today (2027-02-01)'),
    });
  });
});

describe('a second province on the same machine', () => {
  const folder = placesFolder(provinceRows('40', 130, 17_000));
  let first: RunningSubgraph;
  let second: RunningSubgraph;

  beforeAll(async () => {
    first = await startSubgraph(youthUnion, newDatabase());
    second = await startSubgraph(youthUnion, newDatabase(), { rootPlace: '40', placesFolder: folder });
  });
  afterAll(async () => {
    await Promise.all([first.stop(), second.stop()]);
    rmSync(folder, { recursive: true });
  });

  test('has communes and a ledger of its own', async () => {
    const both = fileOf(...people(11, '16561', '2026-03-05'), ...people(13, '17000', '2026-03-05'));
    expect((await first.import('guided-people', both)).at(-1)).toMatchObject({ written: 11, rejected: 13 });
    expect((await second.import('guided-people', both)).at(-1)).toMatchObject({ written: 13, rejected: 11 });
    expect(await contribution(first, '38', '2026-10')).toBe(10);
    expect(await contribution(second, '40', '2026-10')).toBe(10);
    expect(await contribution(second, '16561', '2026-10')).toBeUndefined();
  });

  test('shows its own communes', async () => {
    const steering = await startSubgraph(movement, newDatabase(), { rootPlace: '40', placesFolder: folder });
    try {
      const { data } = await steering.query(
        '{ communes { totalCount } place(code: "40") { name parent { name } } other: commune(code: "16561") { name } }',
      );
      expect(data).toEqual({
        communes: { totalCount: 130 },
        place: { name: 'Tỉnh 40', parent: { name: 'Việt Nam' } },
        other: null,
      });
    } finally {
      await steering.stop();
    }
  });
});

describe('the whole country', () => {
  const folder = placesFolder([]);
  let country: RunningSubgraph;

  beforeAll(async () => {
    country = await startSubgraph(movement, newDatabase(), { rootPlace: 'VN', placesFolder: folder });
  });
  afterAll(async () => {
    await country.stop();
    rmSync(folder, { recursive: true });
  });

  test('comes in as one file, and its 3,321 communes are listed page by page', async () => {
    const total = communesOfCountry.reduce((sum, communes) => sum + communes, 0);
    expect(total).toBe(3_321);
    expect((await country.import('places', placesFile(...countryRows()))).at(-1)).toMatchObject({
      written: total + 34,
    });
    const codes = new Set<string>();
    let after: string | null = null;
    do {
      const { data } = await country.query(
        'query ($after: String) { communes(first: 500, after: $after) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      const { totalCount, nodes, pageInfo } = data['communes'];
      expect(totalCount).toBe(total);
      for (const { code } of nodes) codes.add(code);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(codes.size).toBe(total);
  });
});
