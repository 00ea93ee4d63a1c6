import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { communesOfToday } from '../../test/disclosure/support/truth/files.js';
import { movement } from './src/subgraph.js';

const header =
  'audience,place_code,version,value,at_most,as_of,valid_from,valid_until,source,basis,remark,demonstration';
const communes = communesOfToday();

/** A row of an audience's number in a place. */
const row = (
  audience: string,
  place: string,
  value: number | '',
  basis: string,
  atMost: number | '' = '',
  version = 1,
) =>
  `${audience},${place},${version},${value},${atMost},2026-01-01,,,A count,${basis},${value === '' ? 'A gap' : ''},false`;

describe('denominators', () => {
  let subgraph: RunningSubgraph;

  const take = async (...rows: string[]) =>
    (await subgraph.import('denominators', `${[header, ...rows].join('\n')}\n`)).at(-1);
  const of = async (audience: string, place: string) => {
    const query = `{ denominators(audience: "${audience}", place: "${place}") { version value atMost basis rounded } }`;
    return (await subgraph.query(query)).data['denominators'];
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  });
  afterAll(() => subgraph.stop());

  test('of a census are what they are; those of records are rounded down to ten, and say so', async () => {
    expect(
      await take(
        row('ADULTS', '14845', 4321, 'CENSUS'),
        row('PUPILS', '14845', 27, 'RECORDS'),
        row('PUPILS', '14848', 7, 'RECORDS'),
        row('PUPILS', '14854', 10, 'RECORDS', 28),
        row('PUPILS', '14857', '', 'RECORDS'),
      ),
    ).toMatchObject({ type: 'done', rejected: 0 });
    const records = { version: 1, basis: 'RECORDS', rounded: true };
    expect(await of('ADULTS', '14845')).toEqual([
      { version: 1, value: 4321, atMost: 4321, basis: 'CENSUS', rounded: false },
    ]);
    expect(await of('PUPILS', '14845')).toEqual([{ ...records, value: 20, atMost: 29 }]);
    expect(await of('PUPILS', '14848')).toEqual([{ ...records, value: 0, atMost: 9 }]);
    expect(await of('PUPILS', '14854')).toEqual([{ ...records, value: 10, atMost: 28 }]);
    expect(await of('PUPILS', '14857')).toEqual([{ ...records, value: null, atMost: null }]);
    // Nowhere is what the file said.
    expect(await subgraph.execute(`select from denominator where value in (27, 7)`)).toEqual([]);
  });

  test('of two versions, each leaves ten values, and so does what lies between them', async () => {
    await take(row('PUPILS', '14860', 29, 'RECORDS'), row('PUPILS', '14860', 31, 'RECORDS', '', 2));
    const [now, before] = await of('PUPILS', '14860');
    expect([now.value, now.atMost, before.value, before.atMost]).toEqual([30, 39, 20, 29]);
    expect(now.atMost - before.value - (now.value - before.atMost)).toBeGreaterThanOrEqual(9);
  });

  test('a total of all communes says no more than that some of them are not at their least', async () => {
    // Each has 19 people, published as 10: in all 9 more for each than that says.
    const rows = communes.map((place) => row('PUBLIC_SECTOR_STAFF', place, 19, 'RECORDS'));
    const total = 19 * communes.length;
    expect(await take(row('PUBLIC_SECTOR_STAFF', '38', total, 'RECORDS'), ...rows)).toMatchObject({ rejected: 0 });
    const [{ value, atMost }] = await of('PUBLIC_SECTOR_STAFF', '38');
    expect(value).toBe(10 * communes.length + Math.floor((9 * (communes.length - 1)) / 10) * 10);
    expect(value).toBeLessThan(total - 9);
    expect(atMost).toBe(total);
    // Of a part of the communes it narrows none.
    await take(row('PUPILS', '38', 500, 'RECORDS', '', 3), row('PUPILS', '14845', 27, 'RECORDS', '', 3));
    expect((await of('PUPILS', '38'))[0]).toMatchObject({ version: 3, value: 500, atMost: 509 });
  });

  test.each<[string, string, string, string]>([
    ['without its basis', row('ADULTS', '14845', 5, ''), 'basis', 'expected'],
    ['of nobody, in a census', row('ADULTS', '14845', 0, 'CENSUS'), 'value', 'got 0'],
    [
      'of a census that is a range',
      row('ADULTS', '14845', 5, 'CENSUS', 9),
      'at_most',
      'expected nothing beside a census',
    ],
    ['of fewer than ten values', row('PUPILS', '14845', 27, 'RECORDS', 28), 'at_most', 'expected at least 29'],
    ['of nothing, at most', row('PUPILS', '14845', '', 'RECORDS', 9), 'at_most', 'expected nothing without a value'],
  ])('one %s is refused', async (_what, refused, column, reason) => {
    const events = await subgraph.import('denominators', `${header}\n${refused}\n`);
    expect(events.find(({ type }) => type === 'rejected')).toMatchObject({
      column,
      reason: expect.stringContaining(reason),
    });
  });
});
