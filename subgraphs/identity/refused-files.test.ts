import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identity } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const headers = {
  'identity-counts': 'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures',
  adults: 'commune_code,adults,as_of,source',
  'counted-goals': 'goal_code,measure',
  'counted-indicators': 'indicator_code,measure',
} as const;
type Kind = keyof typeof headers;

const good = '14845,2026-02,120,320,280,45';

describe('files of VNeID’s counts that are refused', () => {
  let subgraph: RunningSubgraph;

  const importFile = (kind: Kind, rows: readonly string[]) =>
    subgraph.import(kind, [headers[kind], ...rows, ''].join('\n'));
  const everything = () =>
    subgraph.execute(
      `select (select json_agg(c order by place, month) from identity_count c) as counts,
         (select json_agg(m order by month) from identity_month m) as months,
         (select json_agg(a order by place, as_of) from adults a) as adults,
         (select json_agg(l order by commune_code, month) from ledger_month l) as ledger,
         (select count(*)::int from import_run) as runs`,
    );

  beforeAll(async () => {
    subgraph = await startSubgraph(identity, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const files: readonly (readonly [Kind, readonly string[]])[] = [
      ['counted-goals', ['ADULTS_CONFIRMED,ADULTS_CONFIRMED']],
      ['adults', ['14845,500,2025-07-01,Census', '14848,400,2025-07-01,Census']],
      ['identity-counts', ['14845,2026-01,100,300,250,40', '14848,2026-01,50,200,150,30']],
      ['identity-counts', ['14845,2026-03,140,340,290,50', '14848,2026-03,60,220,170,30']],
    ];
    for (const [kind, rows] of files)
      expect((await importFile(kind, rows)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  });
  afterAll(() => subgraph.stop());

  test.each<[string, Kind, readonly string[], { row: number; column: string; reason: string }]>([
    [
      'a count that falls against the month before',
      'identity-counts',
      [good, '14848,2026-02,49,210,160,30'],
      {
        row: 3,
        column: 'adults_confirmed',
        reason: 'expected at least 50, the count to date of 2026-01, got 49: it falls',
      },
    ],
    [
      'a correction of an older month that is above the month after',
      'identity-counts',
      ['14845,2026-02,120,341,280,45'],
      {
        row: 2,
        column: 'accounts_level_1',
        reason: 'expected at most 340, that of 2026-03, which was taken before, got 341: the count to date would fall',
      },
    ],
    [
      'two months of one file of which the later is smaller',
      'identity-counts',
      ['14845,2026-05,150,350,300,60', good, '14845,2026-06,150,350,300,59'],
      {
        row: 4,
        column: 'digital_signatures',
        reason: 'expected at least 60, the count to date of 2026-05, got 59: it falls',
      },
    ],
    [
      'more of level 2 than of level 1, which counts them too',
      'identity-counts',
      [good, '14848,2026-02,55,210,211,30'],
      {
        row: 3,
        column: 'accounts_level_2',
        reason: 'expected at most accounts_level_1 (210), which counts level 2 too, got 211',
      },
    ],
    [
      'more than the adults of the commune',
      'identity-counts',
      [good, '14848,2026-04,70,401,170,30'],
      {
        row: 3,
        column: 'accounts_level_1',
        reason: 'expected at most 400, the adults of the commune as of 2025-07-01, got 401',
      },
    ],
    [
      'a commune whose adults nobody knows',
      'identity-counts',
      [good, '14854,2026-02,1,1,1,1'],
      {
        row: 3,
        column: 'commune_code',
        reason: 'expected the adults of 14854@2025-07-01 to be imported before (adults), got none',
      },
    ],
    [
      'a commune and month twice, with other counts',
      'identity-counts',
      [good, '14845,2026-02,121,320,280,45'],
      { row: 3, column: 'commune_code+month', reason: 'expected each key once, but row 2 has the same' },
    ],
    [
      'a month that is none',
      'identity-counts',
      [good, '14848,2026-13,55,210,160,30'],
      { row: 3, column: 'month', reason: 'expected a month that has ended, as YYYY-MM, got "2026-13"' },
    ],
    [
      'a quarter for a month',
      'identity-counts',
      [good, '14848,2026-Q1,55,210,160,30'],
      { row: 3, column: 'month', reason: 'expected a month that has ended, as YYYY-MM, got "2026-Q1"' },
    ],
    [
      'a month that has not ended',
      'identity-counts',
      [good, '14848,2026-11,75,230,180,35'],
      { row: 3, column: 'month', reason: 'expected a month that has ended, as YYYY-MM, got "2026-11"' },
    ],
    [
      'a month in the future',
      'identity-counts',
      [good, '14848,2027-01,75,230,180,35'],
      { row: 3, column: 'month', reason: 'expected a month that has ended, as YYYY-MM, got "2027-01"' },
    ],
    [
      'a commune of another province',
      'identity-counts',
      [good, '00004,2026-02,55,210,160,30'],
      {
        row: 3,
        column: 'commune_code',
        reason: 'expected a commune or ward of 38 in force on 2026-02-28, got "00004"',
      },
    ],
    [
      'a commune that had ended by the month’s end',
      'identity-counts',
      [good, '14755,2025-07,55,210,160,30'],
      {
        row: 3,
        column: 'commune_code',
        reason: expect.stringMatching(
          /^expected a commune or ward of 38 in force on 2025-07-31, got "14755": .+ became .+$/,
        ) as unknown as string,
      },
    ],
    [
      'a count below nothing',
      'identity-counts',
      [good, '14848,2026-02,-1,210,160,30'],
      { row: 3, column: 'adults_confirmed', reason: 'expected a whole number from 0 to 2000000000, got "-1"' },
    ],
    [
      'adults below a count that is in',
      'adults',
      ['14848,500,2025-07-01,Census', '14845,339,2026-03-31,Census'],
      {
        row: 3,
        column: 'adults',
        reason: 'expected at least 340, the ACCOUNTS_LEVEL_1 of 2026-03 that was taken before, got 339',
      },
    ],
    [
      'adults of a commune of another province',
      'adults',
      ['14848,500,2025-07-01,Census', '00004,339,2026-03-31,Census'],
      {
        row: 3,
        column: 'commune_code',
        reason: 'expected a commune or ward of 38 in force on 2026-03-31, got "00004"',
      },
    ],
    [
      'a goal that nobody knows',
      'counted-goals',
      ['NONE,ADULTS_CONFIRMED'],
      { row: 2, column: 'goal_code', reason: 'expected a code of goal that was imported before, got "NONE"' },
    ],
    [
      'a count that is none for a goal',
      'counted-goals',
      ['ADULTS_CONFIRMED,PEOPLE'],
      {
        row: 2,
        column: 'measure',
        reason:
          'expected one of ADULTS_CONFIRMED, ACCOUNTS_LEVEL_1, ACCOUNTS_LEVEL_2, DIGITAL_SIGNATURES, or nothing, got "PEOPLE"',
      },
    ],
  ])('%s', async (_name, kind, rows, fault) => {
    const before = await everything();
    expect(await importFile(kind, rows)).toEqual([
      { type: 'rejected', ...fault },
      expect.objectContaining({ type: 'done', read: rows.length, written: 0, rejected: 1 }),
    ]);
    expect(await everything()).toEqual(before);
  });
});
