import type { Cell } from '@hub/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { type OfferOptions, OfferedReleases, testKey } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const commune = '14845';
const women = 'womens-union';

/** The cells of a release to date, in the commune and the province: the same people. */
const both = (month: string, people: number): Cell[] => [
  [goal, commune, '2025-07-01', month, people, people, 0],
  [goal, '38', '0001-01-01', month, people, people, 0],
];

const organisations = [
  'code,name_vi,name_en,linked,data_kind,data_statement_vi,data_statement_en,data_as_of',
  ...['womens-union', 'youth-union', 'university', 'public-sector'].map((code) => `${code},X,X,true,REAL,X,X,`),
].join('\n');

/** Starts movement with a goal that expects the Women's Union alone. */
async function startMovement(databaseUrl: string, offered: OfferedReleases, now: () => Date) {
  const subgraph = await startSubgraph(movement, databaseUrl, {
    now,
    offers: offered,
    releaseKeyFiles: offered.keyFiles,
  });
  const files = [
    ['organisations', organisations],
    ['goal-expectations', goalFile('goal-expectations', `${goal},${women},2025-04-24,`)],
    ['denominators', goalFile('denominators', `ADULTS,${commune},1,100,2025-07-01,2025-07-01,,X,,false`)],
  ] as const;
  for (const [kind, content] of files)
    expect(await subgraph.import(kind, content)).toMatchObject([{ type: 'done', rejected: 0 }]);
  return subgraph;
}

/** A commune's progress. */
async function progress(subgraph: RunningSubgraph, given = '', selection = 'people { lower upper }') {
  const place = given.includes('commune:') ? '' : `commune: "${commune}", `;
  const query = `{ goal(code: "${goal}") { progress(${place}${given}) { ${selection} } } }`;
  const answer = await subgraph.query(query);
  expect(answer.errors).toBeUndefined();
  return answer.data['goal'].progress;
}

/** Reads again until the value is as expected. */
async function untilIs(expected: unknown, read: () => Promise<unknown>): Promise<void> {
  let found: unknown;
  const isSo = async () => JSON.stringify((found = await read())) === JSON.stringify(expected);
  await until(isSo, { what: JSON.stringify(expected), every: 50, seen: () => found });
}

describe('the register of releases', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let now: string;

  const peopleIn = async (given = 'period: "2026-10"') => (await progress(subgraph, given)).people;
  const cells = () =>
    subgraph.execute('select * from register_cell order by organisation, place_code, month, from_number');

  beforeEach(async () => {
    offered = await OfferedReleases.open();
    now = '2026-11-27T03:00:00Z';
    subgraph = await startMovement(newDatabase(), offered, () => new Date(now));
  });
  afterEach(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('a release is taken in and shown; its last month is carried forward', async () => {
    expect(await progress(subgraph, 'period: "2026-10"', 'people { lower } status completeThrough asOf')).toEqual({
      ...{ people: null, status: 'NO_DATA', completeThrough: null, asOf: null },
    });
    await offered.release(women, [...both('2026-09', 10), ...both('2026-10', 12)]);
    const selection = `people { lower upper } ratio completeThrough isComplete reported { code } missing { code } asOf
      contributions { state through late release { number keyId withdrawnReason } }`;
    const contribution = {
      through: '2026-10-31',
      late: null,
      release: { number: 1, keyId: offered.key.id, withdrawnReason: null },
    };
    expect(await progress(subgraph, 'period: "2026-10"', selection)).toEqual({
      people: { lower: 12, upper: 12 },
      ratio: 0.1,
      ...{ completeThrough: '2026-10-31', isComplete: true, asOf: '2026-11-01T01:00:00.000Z' },
      ...{ reported: [{ code: women }], missing: [] },
      contributions: [{ ...contribution, state: 'REPORTED' }],
    });
    expect(await progress(subgraph, 'period: "2026-11"', selection)).toMatchObject({
      people: { lower: 12, upper: 12 },
      ...{ completeThrough: '2026-10-31', isComplete: false, reported: [], missing: [{ code: women }] },
      contributions: [{ ...contribution, state: 'NOT_YET' }],
    });
    expect(await peopleIn('period: "2026-09"')).toEqual({ lower: 10, upper: 10 });
    expect(await peopleIn('period: "2026-Q3"')).toEqual({ lower: 10, upper: 10 });
    expect(await peopleIn('period: "2026-01"')).toEqual({ lower: 0, upper: 9 });
  });

  test('a cell that was lowered counts with the most that it can be, and one that is not there as few', async () => {
    await offered.release(women, [
      [goal, '38', '0001-01-01', '2026-10', 130, 139, 0],
      [goal, commune, '2025-07-01', '2026-10', 80, 97, 0],
    ]);
    const peopleOf = (code: string) =>
      progress(subgraph, `commune: "${code}", period: "2026-10"`, 'people { lower upper }');
    expect(await peopleIn()).toEqual({ lower: 80, upper: 97 });
    expect(await peopleOf('14848')).toEqual({ people: { lower: 0, upper: 9 } });
  });

  test('a correction has its cells in the place of the former ones; the day before, those were known', async () => {
    await offered.release(women, [...both('2026-09', 10), ...both('2026-10', 12)]);
    await offered.release(women, [...both('2026-09', 0), ...both('2026-10', 15)], {
      madeAt: '2026-11-10T18:00:00.000Z',
    });
    expect(await peopleIn()).toEqual({ lower: 15, upper: 15 });
    expect(await peopleIn('period: "2026-09"')).toEqual({ lower: 0, upper: 9 });
    // In the province's time, the release was made on the 11th.
    expect(await peopleIn('period: "2026-10", asKnownOn: "2026-11-10"')).toEqual({ lower: 12, upper: 12 });
    expect(await peopleIn('period: "2026-09", asKnownOn: "2026-11-10"')).toEqual({ lower: 10, upper: 10 });
    expect(await peopleIn('period: "2026-10", asKnownOn: "2026-11-11"')).toEqual({ lower: 15, upper: 15 });
    expect(await peopleIn('period: "2026-10", asKnownOn: "2026-10-31"')).toBeNull();
    const { errors } = await subgraph.query(
      `{ goal(code: "${goal}") { progress(asKnownOn: "2026-11-28") { status } } }`,
    );
    expect(errors).toMatchObject([
      {
        message: 'Expected asKnownOn to be a day up to today (2026-11-27), but got 2026-11-28.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  test('a withdrawn release is counted no more, and what rested on it says so', async () => {
    await offered.release(women, both('2026-10', 12));
    await offered.release(women, both('2026-10', 90), { madeAt: '2026-11-03T01:00:00.000Z' });
    expect(await peopleIn()).toEqual({ lower: 90, upper: 90 });
    await offered.release(women, both('2026-10', 12), {
      ...{ kind: 'FULL', madeAt: '2026-11-05T01:00:00.000Z', withdraws: [{ number: 2, reason: 'Nhập nhầm tệp' }] },
    });
    const selection = 'people { lower } contributions { release { number withdrawnReason } }';
    expect(await progress(subgraph, 'period: "2026-10"', selection)).toEqual({
      people: { lower: 12 },
      contributions: [{ release: { number: 3, withdrawnReason: null } }],
    });
    expect(await progress(subgraph, 'period: "2026-10", asKnownOn: "2026-11-04"', selection)).toEqual({
      people: { lower: 90 },
      contributions: [{ release: { number: 2, withdrawnReason: 'Nhập nhầm tệp' } }],
    });
  });

  test('who is down is caught up with later, and holds nobody up', async () => {
    await offered.takeDown(women);
    await offered.offer(women, both('2026-10', 12));
    await offered.release('youth-union', both('2026-10', 7));
    expect(await peopleIn()).toBeNull();
    offered.down.delete(women);
    await offered.offer(women, both('2026-10', 13), { madeAt: '2026-11-02T01:00:00.000Z' });
    await offered.taken(women, 2);
    expect(await peopleIn()).toEqual({ lower: 13, upper: 13 });
  });

  test('who gives only a part of a release holds nobody up', async () => {
    await offered.offer(women, both('2026-10', 12), { alter: () => ({ pages: [] }) });
    await offered.release('public-sector', both('2026-10', 7));
    expect(subgraph.takeWarnings()).toContainEqual(
      expect.objectContaining({ organisation: women, release: 1, fault: 'OTHER_DIGEST' }),
    );
    expect(await peopleIn()).toBeNull();
  });

  test('of an organisation that was restored from an old backup, what is held stays, and it must go on from there', async () => {
    await offered.release(women, both('2026-10', 12));
    const two = await offered.release(women, both('2026-10', 15), { madeAt: '2026-11-02T01:00:00.000Z' });
    offered.takeBack(women);
    await offered.looked();
    expect(subgraph.takeWarnings()).toEqual([
      {
        ...{ organisation: women, held: 2, offered: 1 },
        msg: 'an organisation has fewer releases than the register holds; those that are held stay until it adopts them',
      },
    ]);
    expect(await peopleIn()).toEqual({ lower: 15, upper: 15 });
    // The organisation makes another second release, and a third based on it.
    const other = await offered.offer(women, both('2026-10', 14), { madeAt: '2026-11-03T01:00:00.000Z' });
    expect(other.number).toBe(two.number);
    await offered.offer(women, both('2026-10', 16), { madeAt: '2026-11-04T01:00:00.000Z' });
    await offered.looked();
    expect(subgraph.takeWarnings()).toMatchObject([{ organisation: women, release: 3, fault: 'OTHER_DIGEST' }]);
    expect(await peopleIn()).toEqual({ lower: 15, upper: 15 });
  });

  const figures = () =>
    progress(subgraph, 'period: "2026-10"', 'people { lower } contributions { release { number } }');
  const of = (lower: number, number: number) => ({ people: { lower }, contributions: [{ release: { number } }] });

  test('a release that nothing proves to be complete counts, and reports no period', async () => {
    await offered.release(women, both('2026-10', 12), { through: null, until: '2026-10-31' });
    const selection = 'people { lower } completeThrough isComplete contributions { state through }';
    expect(await progress(subgraph, 'period: "2026-10"', selection)).toEqual({
      ...{ people: { lower: 12 }, completeThrough: null, isComplete: false },
      contributions: [{ state: 'NOT_YET', through: null }],
    });
    await offered.release(women, [], { madeAt: '2026-11-02T01:00:00.000Z' });
    expect(await progress(subgraph, 'period: "2026-10"', selection)).toEqual({
      ...{ people: { lower: 12 }, completeThrough: '2026-10-31', isComplete: true },
      contributions: [{ state: 'REPORTED', through: '2026-10-31' }],
    });
  });

  test('texts of headers are read once', async () => {
    await offered.release(women, both('2026-10', 12));
    expect(await peopleIn()).toEqual({ lower: 12, upper: 12 });
    await offered.looked();
    subgraph.takeStatements();
    await offered.looked();
    const statements = subgraph.takeStatements().filter((text) => text.includes('taken_release'));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((text) => text.includes('header'))).toEqual([]);
    // A further release adds its own row, and only the cells that it changed.
    await offered.release(women, both('2026-10', 15), { madeAt: '2026-11-02T01:00:00.000Z' });
    expect(await peopleIn()).toEqual({ lower: 15, upper: 15 });
    const taken = subgraph.takeStatements();
    expect(taken.filter((text) => text.includes('sha256') && text.includes('from taken_release'))).toEqual([]);
    expect(taken.filter((text) => text.includes('place_from::text as f'))).toEqual([]);
    // The server reads releases again after any program changes them.
    await subgraph.execute(
      `update taken_release set header = replace(header, '"through":"2026-10-31"', '"through":"2026-10-30"')`,
    );
    await untilIs({ completeThrough: '2026-10-30' }, () => progress(subgraph, 'period: "2026-10"', 'completeThrough'));
  });

  test('a key that is revoked takes out what came in under it since, and what builds upon that, up to a full one under another', async () => {
    const second = testKey();
    offered.trust(women, second, offered.key);
    now = '2026-11-09T03:00:00Z';
    await offered.release(women, both('2026-10', 12));
    now = '2026-11-10T03:00:00Z';
    // A thief of a key can claim any day in `madeAt`.
    await offered.release(women, both('2026-10', 15), { madeAt: '2026-11-02T01:00:00.000Z' });
    now = '2026-11-12T03:00:00Z';
    await offered.release(women, both('2026-09', 5), { madeAt: '2026-11-12T01:00:00.000Z', key: second });
    expect(await figures()).toEqual(of(15, 3));
    offered.revoke({ [offered.key.id]: '2026-11-10T00:00:00+07:00' });
    await untilIs(of(12, 1), figures);
    now = '2026-11-14T03:00:00Z';
    await offered.release(women, both('2026-10', 16), {
      ...{ kind: 'FULL', madeAt: '2026-11-14T01:00:00.000Z', key: second },
    });
    await untilIs(of(16, 4), figures);
    expect(await peopleIn('period: "2026-10", asKnownOn: "2026-11-13"')).toEqual({ lower: 12, upper: 12 });
    offered.revoke({ [second.id]: '2026-11-01T00:00:00+07:00' });
    await untilIs(of(15, 2), figures);
  });

  test('what somebody has made under a stolen key does not keep the organisation’s own releases out', async () => {
    const second = testKey();
    offered.trust(women, second, offered.key);
    now = '2026-11-09T03:00:00Z';
    await offered.release(women, both('2026-10', 12));
    now = '2026-11-10T03:00:00Z';
    const stolen = [
      await offered.release(women, both('2026-10', 15), { madeAt: '2026-11-02T01:00:00.000Z' }),
      await offered.release(women, both('2026-09', 5), { madeAt: '2026-11-03T01:00:00.000Z' }),
    ];
    expect(await figures()).toEqual(of(15, 3));
    offered.takeBack(women, 2);
    offered.revoke({ [offered.key.id]: '2026-11-10T00:00:00Z' });
    await untilIs(of(12, 1), figures);
    now = '2026-11-11T03:00:00Z';
    await offered.offer(women, both('2026-10', 13), { madeAt: '2026-11-11T01:00:00.000Z', key: second });
    await untilIs(of(13, 2), figures);
    await offered.release(women, both('2026-10', 14), { madeAt: '2026-11-11T02:00:00.000Z', key: second });
    await untilIs(of(14, 3), figures);
    expect(await subgraph.execute('select number, header from set_aside_release order by number')).toEqual(
      stolen.map(({ number, header }) => ({ number, header })),
    );
    const rebuilt = await subgraph.operator('/operator/register/rebuild', { method: 'POST', body: '{}' });
    expect(await rebuilt.json()).toMatchObject({ releases: 3, differed: 0 });
  });

  test('made anew from the releases alone, its cells are the same, and broken ones are mended', async () => {
    const rebuild = async () =>
      (await subgraph.operator('/operator/register/rebuild', { method: 'POST', body: '{}' })).json();
    await offered.release(women, [...both('2026-09', 10), ...both('2026-10', 12)]);
    await offered.release(women, [...both('2026-09', 0), ...both('2026-10', 15)], {
      madeAt: '2026-11-02T01:00:00.000Z',
    });
    await offered.release('youth-union', both('2026-10', 20));
    const before = await cells();
    expect(before).toHaveLength(8);
    expect(await rebuild()).toEqual({ releases: 3, cells: 8, differed: 0 });
    expect(await cells()).toEqual(before);

    await subgraph.execute(`update register_cell set people = 99 where until_number is null and organisation = ?`, [
      women,
    ]);
    await subgraph.execute(`delete from register_cell where until_number = 2 and month = '2026-09'`);
    expect(await rebuild()).toMatchObject({ releases: 3, cells: 8 });
    expect(await cells()).toEqual(before);
    await untilIs({ lower: 15, upper: 15 }, peopleIn);
    expect(await rebuild()).toMatchObject({ differed: 0 });
  });

  test('a release that is held and not what it says leaves the cells as they are', async () => {
    await offered.release(women, both('2026-10', 12));
    const before = await cells();
    await subgraph.execute(`update taken_page set content = replace(content, '12', '21')`);
    const response = await subgraph.operator('/operator/register/rebuild', { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'OTHER_DIGEST' }]);
    expect(await cells()).toEqual(before);
  });
});

describe('a release that is refused', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  const stranger = testKey();

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startMovement(newDatabase(), offered, () => new Date('2026-11-27T03:00:00Z'));
    await offered.release(women, both('2026-10', 12));
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  const later = { madeAt: '2026-11-02T01:00:00.000Z' };
  const other = (text: string) => text.replace('"note":null', '"note":"X"');

  test.each<[string, string, OfferOptions]>([
    ['another signature', 'BAD_SIGNATURE', { alter: ({ header }) => ({ header: other(header) }) }],
    ['an unknown key', 'UNKNOWN_KEY', { key: stranger }],
    ['the name of a known key, and another signature', 'BAD_SIGNATURE', { key: { ...stranger, id: '' } }],
    ['another digest of the former', 'OTHER_DIGEST', { previous: 'B'.repeat(43) }],
    [
      'another digest of its page',
      'OTHER_DIGEST',
      { alter: ({ pages }) => ({ pages: pages.map((page) => `${page} `) }) },
    ],
    ['no page', 'OTHER_DIGEST', { alter: () => ({ pages: [''] }) }],
    ['a number that is out of order', 'OUT_OF_ORDER', { number: 3 }],
    ['a number that was there', 'OTHER_NUMBER', { number: 1, alter: () => ({ number: 2 }) }],
    ['a day to come', 'FUTURE_THROUGH', { through: '2026-11-30', madeAt: '2026-11-27T03:00:00.000Z' }],
    ['a day before the former one’s', 'THROUGH_WENT_BACK', { through: '2026-10-30' }],
    ['a moment to come', 'WRONG_CLOCK', { madeAt: '2026-11-27T03:06:00.000Z' }],
    ['a moment before the former one’s', 'WRONG_CLOCK', { madeAt: '2026-10-31T20:00:00.000Z' }],
    ['changes where it withdraws another', 'NOT_FULL', { withdraws: [{ number: 1, reason: 'X' }] }],
    ['a format to come', 'UNKNOWN_FORMAT', { format: 3 as 2 }],
    ['no header', 'UNREADABLE', { alter: () => ({ header: '{"format":2}' }) }],
  ])('for %s: %s; the former figures stay', async (_what, fault, options) => {
    const key = options.key?.id === '' ? { key: { ...options.key, id: offered.key.id } } : {};
    await offered.offer(women, both('2026-10', 99), { ...later, ...options, ...key });
    try {
      await offered.looked();
      expect(subgraph.takeWarnings()).toMatchObject([{ organisation: women, fault }]);
      expect(await progress(subgraph, 'period: "2026-10"')).toEqual({ people: { lower: 12, upper: 12 } });
      expect(await subgraph.execute('select number from taken_release')).toEqual([{ number: 1 }]);
      expect(await subgraph.execute('select distinct people from register_cell')).toEqual([{ people: 12 }]);
    } finally {
      offered.takeBack(women);
    }
  });

  test('as long as it is; the next that is right is taken in', async () => {
    await offered.release(women, both('2026-10', 14), later);
    expect(await progress(subgraph, 'period: "2026-10"')).toEqual({ people: { lower: 14, upper: 14 } });
  });
});
