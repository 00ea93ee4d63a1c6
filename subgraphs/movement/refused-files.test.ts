import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile, type GoalFileKind, goalRow } from '../../test/support/goal-files.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

/** A row that is what it should be, before the one that is not. */
const good: Readonly<Record<GoalFileKind, string>> = {
  audiences: 'GOOD,Tốt,Good,,,',
  goals: goalRow({ code: 'GOOD', from: '2026-01-01' }),
  'goal-expectations': 'PUBLIC_SECTOR,identity,2026-01-01,',
  denominators: 'ADULTS,14848,1,5,2026-01-01,2026-01-01,,A count,,false',
};

describe('files of goals and denominators', () => {
  let subgraph: RunningSubgraph;

  const importing = (kind: GoalFileKind, ...rows: string[]) => subgraph.import(kind, goalFile(kind, ...rows));
  const table = (name: string) => subgraph.execute(`select * from ${name} order by 1, 2, 3`);

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    for (const kind of ['organisations', 'goal-expectations']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  });
  afterAll(() => subgraph.stop());

  describe.each<[string, GoalFileKind, string[], string, string]>([
    [
      'without an audience',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', audience: '' })],
      'audience',
      'a code of',
    ],
    [
      'of an audience that nobody knows',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', audience: 'CATS' })],
      'audience',
      'expected a code of audience that was imported before, got "CATS"',
    ],
    [
      'with a deadline before its start',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', starts: '2026-12-31', deadline: '2026-01-01' })],
      'deadline',
      'expected a day after starts_on (2026-12-31), got 2026-01-01',
    ],
    [
      'with a target below where it began',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', target: 0.2, base: 0.3 })],
      'target',
      'expected more than base (0.3), got 0.2',
    ],
    [
      'that follows one that nobody knows',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', follows: 'NONE' })],
      'follows',
      'got "NONE"',
    ],
    [
      'that follows one that does not start before it',
      'goals',
      [goalRow({ code: 'X', from: '2026-01-01', follows: 'PUPILS' })],
      'starts_on',
      'expected X to start after PUPILS, which it follows, starts (2025-04-24), got 2025-04-24',
    ],
    [
      'that overlaps with what was taken before',
      'goals',
      [goalRow({ from: '2027-01-01', target: 0.9 })],
      'valid_from',
      'expected the row of ADULTS_CONFIRMED from 2025-04-24 that was taken before in this file too, with valid_until 2026-12-31',
    ],
    [
      'that overlaps with the next',
      'goals',
      [goalRow({ from: '2025-04-24', until: '2027-01-05' }), goalRow({ from: '2027-01-01' })],
      'valid_until',
      'expected 2026-12-31, the day before the next row of ADULTS_CONFIRMED begins, got 2027-01-05: an overlap',
    ],
    [
      'that leaves a gap before the next',
      'goals',
      [goalRow({ from: '2025-04-24', until: '2026-11-30' }), goalRow({ from: '2027-01-01' })],
      'valid_until',
      'expected 2026-12-31, the day before the next row of ADULTS_CONFIRMED begins, got 2026-11-30: a gap',
    ],
    ['of a goal that nobody knows', 'goal-expectations', ['NONE,identity,2026-01-01,'], 'goal_code', 'got "NONE"'],
    [
      'of an organisation that nobody knows',
      'goal-expectations',
      ['PUPILS,nobody,2026-01-01,'],
      'organisation_code',
      'expected a code of organisation that was imported before, got "nobody"',
    ],
    [
      'that is expected already',
      'goal-expectations',
      ['PUPILS,education,2026-01-01,'],
      'valid_from',
      'the row of PUPILS/education from 2025-04-24 that was taken before in this file too, with valid_until 2025-12-31',
    ],
    [
      'of an audience that nobody knows',
      'denominators',
      ['CATS,38,1,5,2026-01-01,2026-01-01,,A count,,false'],
      'audience',
      'got "CATS"',
    ],
    [
      'of a place that nobody knows',
      'denominators',
      ['ADULTS,99999,1,5,2026-01-01,2026-01-01,,A count,,false'],
      'place_code',
      'got "99999"',
    ],
    [
      'of nothing, without a reason',
      'denominators',
      ['ADULTS,14845,1,,2026-01-01,2026-01-01,,A count,,false'],
      'remark',
      'expected why there is no value, got nothing',
    ],
    [
      'that ends and never begins',
      'denominators',
      ['ADULTS,14845,1,5,2026-01-01,,2026-05-01,A count,,false'],
      'valid_from',
      'expected a day, since valid_until is 2026-05-01',
    ],
    [
      'of days before its place was there',
      'denominators',
      ['ADULTS,14758,1,5,2026-01-01,2025-06-30,,A count,,false'],
      'valid_from',
      'expected a day on which Phường Hàm Rồng (14758 from 2025-07-01) is there, got 2025-06-30',
    ],
    [
      'beside another that counts on the same day',
      'denominators',
      [
        'ADULTS,14845,1,5,2026-01-01,2026-01-01,2026-06-30,A count,,false',
        'ADULTS,14845,2,6,2026-01-01,2026-06-01,,A count,,false',
      ],
      'valid_until',
      'expected 2026-05-31, the day before the next row of ADULTS/14845 begins, got 2026-06-30: an overlap',
    ],
    [
      'from an age on that is above the last',
      'audiences',
      ['YOUTH,Thanh niên,Youth,30,16,'],
      'age_until',
      'expected an age of at least age_from (30), got 16',
    ],
  ])('a row %s', (_name, kind, rows, column, reason) => {
    test(`of ${kind} is refused by row and column, and nothing of its file is in`, async () => {
      const name = kind.replace('-', '_').slice(0, -1);
      const before = await table(name);
      expect(await importing(kind, good[kind], ...rows)).toEqual([
        { type: 'rejected', row: 3, column, reason: expect.stringContaining(reason) },
        expect.objectContaining({ type: 'done', read: rows.length + 1, written: 0, rejected: 1 }),
      ]);
      expect(await table(name)).toEqual(before);
      expect(await subgraph.execute(`select * from import_run where file = 'test.csv' and rejected > 0`)).toEqual([]);
    });
  });

  test('two that are valid from one day are one too many', async () => {
    const rows = [goalRow({ code: 'X', from: '2026-01-01' }), goalRow({ code: 'X', from: '2026-01-01', target: 0.5 })];
    expect(await importing('goals', ...rows)).toEqual([
      { type: 'rejected', row: 3, column: 'code+valid_from', reason: expect.stringContaining('row 2 has the same') },
      expect.objectContaining({ type: 'done', read: 2, written: 0, rejected: 1 }),
    ]);
  });
});
