import { Migration } from '@mikro-orm/migrations';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import type { Database } from '../database/database.js';
import { createRandom } from '../../../demo/src/random.js';
import { Migration20260101000100_importRun } from '../import/import-run.migration.js';
import type { Place } from '../places/place.js';
import { Migration20260101000800_place } from '../places/place.migration.js';
import { Places } from '../places/places.js';
import { writePlaces } from '../places/store-places.js';
import { type CountTable, fallingCounts, recountGoals } from './counted-goals.js';
import { Migration20260101000000_ledgerOfCounts } from './ledger-of-counts.migration.js';

class Counts extends Migration {
  override name = 'Counts';
  override up(): void {
    this.addSql(`create table headcount (place text, month text, members int, guests int, primary key (place, month))`);
  }
}

const table: CountTable = { table: 'headcount', measures: { MEMBERS: 'members', GUESTS: 'guests' } };
const migrations = [
  Migration20260101000000_ledgerOfCounts,
  ...[Migration20260101000100_importRun, Migration20260101000800_place, Counts],
];

const commune = (code: string, from: string, until: string | null, ...successors: readonly string[]): Place => ({
  ...{ code, level: 'COMMUNE', parentCode: '38', nameVi: code, nameEn: code, type: 'COMMUNE', area: 'PLAIN' },
  ...{ areaKm2: null, peerGroup: null, validFrom: from, validUntil: until, successors },
});

/** A and B became M, and that and K became P; C was divided between N and O. */
const places = new Places([
  commune('A', '2020-01-01', '2025-06-30', 'M'),
  commune('B', '2020-01-01', '2025-06-30', 'M'),
  commune('K', '2020-01-01', '2025-12-31', 'P'),
  commune('M', '2025-07-01', '2025-12-31', 'P'),
  commune('P', '2026-01-01', null),
  commune('C', '2020-01-01', '2025-06-30', 'N', 'O'),
  commune('N', '2025-07-01', null),
  commune('O', '2025-07-01', null),
]);

describe('goals that are counted from a table', () => {
  let database: Database;
  const execute = <Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []) =>
    database.em.fork().execute<Row[]>(sql, values);

  beforeEach(async () => {
    database = await openTestDatabase(newDatabase(), { entities: [], migrations });
    await database.em.fork().transactional((em) => writePlaces(em, places));
    await execute(`insert into counted_goal values ('G', 'MEMBERS')`);
  });
  afterEach(() => database.close());

  /** Sets counts of members, by the commune's code, and updates the ledger. */
  const count = async (month: string, members: Readonly<Record<string, number>>) => {
    const until = (place: Place) => place.validUntil ?? '9999-12-31';
    for (const [code, people] of Object.entries(members)) {
      const place = places.all.find((one) => one.code === code && until(one) >= `${month}-28`);
      await execute(
        `insert into headcount values (?, ?, ?, 1) on conflict (place, month) do update set members = excluded.members`,
        [`${code}@${place?.validFrom ?? ''}`, month, people],
      );
    }
    await recounted();
  };
  const recounted = () => database.em.fork().transactional((em) => recountGoals(em, table));
  /** The number of people to date in each commune. */
  const toDate = async (month: string) =>
    Object.fromEntries(
      (
        await execute<{ code: string; people: number }>(
          `select commune_code as code, sum(people)::int as people from ledger_month where goal_code = 'G' and month <= ?
           group by 1 having sum(people) <> 0 order by 1`,
          [month],
        )
      ).map(({ code, people }) => [code, people]),
    );

  test('a month has as many people as came since the month before that was counted', async () => {
    await count('2026-01', { P: 10 });
    await count('2026-03', { P: 25 });
    const rows = () => execute(`select month, people, occurrences from ledger_month order by 1`);
    expect(await rows()).toEqual([
      { month: '2026-01', people: 10, occurrences: 0 },
      { month: '2026-03', people: 15, occurrences: 0 },
    ]);
    await count('2026-02', { P: 22 });
    expect(await rows()).toEqual([
      { month: '2026-01', people: 10, occurrences: 0 },
      { month: '2026-02', people: 12, occurrences: 0 },
      { month: '2026-03', people: 3, occurrences: 0 },
    ]);
  });

  test('what is right stays as it is; what is not is written anew, and nothing else', async () => {
    const written = (): Promise<{ commune_code: string; version: string }[]> =>
      database.em
        .fork()
        .execute('select commune_code, xmin::text as version from ledger_month order by commune_code, month');
    await count('2026-01', { P: 10, N: 5 });
    const before = await written();
    await recounted();
    expect(await written()).toEqual(before);
    await count('2026-01', { P: 12 });
    const after = await written();
    expect(after.filter(({ version }) => !before.some((one) => one.version === version))).toMatchObject([
      { commune_code: 'P' },
    ]);
  });

  test('a count that is taken back, and a goal that none contributes to any more, have no people', async () => {
    await count('2026-01', { P: 10, N: 5 });
    await execute(`delete from headcount where place like 'N@%'`);
    await recounted();
    expect(await toDate('2026-01')).toEqual({ P: 10 });
    await execute(`update counted_goal set measure = null`);
    await recounted();
    expect(await toDate('2026-01')).toEqual({});
  });

  test('a goal follows its mapping to another count', async () => {
    await count('2026-01', { P: 10 });
    await execute(`update counted_goal set measure = 'GUESTS'`);
    await execute(`insert into counted_goal values ('H', 'MEMBERS')`);
    await recounted();
    expect(await execute(`select goal_code as goal, people from ledger_month order by 1`)).toEqual([
      { goal: 'G', people: 1 },
      { goal: 'H', people: 10 },
    ]);
  });

  test('communes that were merged or divided hand their people over once a successor is counted', async () => {
    await count('2025-06', { A: 10, B: 20, C: 30 });
    expect(await toDate('2025-07')).toEqual({ A: 10, B: 20, C: 30 });
    await count('2025-07', { N: 12, O: 20 });
    expect(await toDate('2025-07')).toEqual({ A: 10, B: 20, N: 12, O: 20 });
    await count('2025-07', { M: 33 });
    expect(await toDate('2025-06')).toEqual({ A: 10, B: 20, C: 30 });
    expect(await toDate('2025-07')).toEqual({ M: 33, N: 12, O: 20 });
  });

  test('people are handed over along a chain of mergers, also past a commune that was never counted', async () => {
    await count('2025-06', { A: 10, B: 20 });
    await count('2025-10', { K: 5 });
    await count('2026-01', { P: 40 });
    expect(await toDate('2025-12')).toEqual({ A: 10, B: 20, K: 5 });
    expect(await toDate('2026-01')).toEqual({ P: 40 });
    await count('2025-09', { M: 31 });
    expect(await toDate('2025-12')).toEqual({ K: 5, M: 31 });
    expect(await toDate('2026-01')).toEqual({ P: 40 });
  });

  test('falls are found: within a commune, and against those that went wholly into it', async () => {
    await count('2025-05', { A: 10, B: 20, C: 30 });
    await count('2025-06', { A: 9, B: 20, C: 30 });
    await count('2025-07', { M: 29, N: 1, O: 1 });
    await count('2026-01', { P: 29 });
    const falls = async () =>
      (await fallingCounts(database.em.fork(), table)).filter(({ measure }) => measure === 'MEMBERS');
    const fall = { measure: 'MEMBERS', ofParts: false };
    expect(await falls()).toEqual([
      { ...fall, place: 'A@2020-01-01', month: '2025-06', people: 9, formerMonth: '2025-05', formerPeople: 10 },
    ]);
    await count('2025-06', { A: 10, B: 21 });
    await count('2025-07', { M: 30 });
    await count('2025-12', { K: 5, M: 33 });
    await count('2026-01', { P: 37 });
    expect(await falls()).toEqual([
      {
        ...{ ...fall, ofParts: true, place: 'M@2025-07-01' },
        ...{ month: '2025-07', people: 30, formerMonth: '2025-06', formerPeople: 31 },
      },
      {
        ...{ ...fall, ofParts: true, place: 'P@2026-01-01' },
        ...{ month: '2026-01', people: 37, formerMonth: '2025-12', formerPeople: 38 },
      },
    ]);
  });

  test('whatever is counted in whatever order, people to date are the counts of the communes in force', async () => {
    const random = createRandom('counted goals');
    const months = ['2025-05', '2025-06', '2025-07', '2025-11', '2026-01', '2026-02'];
    const lastDay = (month: string) => `${month}-28`;
    const rows = months.flatMap((month, index) =>
      places.communesOn(lastDay(month)).map(({ code }) => ({ month, code, people: 10 * index + random.integer(0, 9) })),
    );
    while (rows.length > 0) {
      const [{ month, code, people }] = rows.splice(random.integer(0, rows.length - 1), 1) as [(typeof rows)[number]];
      await count(month, { [code]: people });
    }
    for (const month of months) {
      const counted = await execute<{ code: string; people: number }>(
        `select split_part(place, '@', 1) as code, members as people from headcount where month = ? order by 1`,
        [month],
      );
      expect(await toDate(month)).toEqual(Object.fromEntries(counted.map(({ code, people }) => [code, people])));
    }
  });
});
