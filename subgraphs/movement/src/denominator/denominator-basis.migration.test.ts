import { expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { Migration20260101000800_place } from '@hub/kit/service';
import { Migration20261128000000_goalsInTime } from '../goals-in-time.migration.js';
import { Migration20260103000000_movement } from '../tables.migration.js';
import { Migration20261207000200_cappedTotals } from './capped-totals.migration.js';
import { Migration20261205000000_denominatorBasis } from './denominator-basis.migration.js';

test('a denominator of before counts as one of records until its basis is told, so it is rounded', async () => {
  const url = newDatabase();
  const before = [Migration20260103000000_movement, Migration20261128000000_goalsInTime];
  const former = await openTestDatabase(url, { entities: [], migrations: before });
  await former.em
    .execute(`insert into denominator (audience, place_code, version, value, as_of, source, demonstration, remark)
    values ('PUPILS', '38', 1, 36885, '2025-07-01', 'X', true, null), ('PUPILS', '14845', 1, 7, '2025-07-01', 'X', true, null),
      ('PUPILS', '14848', 1, null, '2025-07-01', 'X', true, 'A gap')`);
  await former.close();
  const migrations = [...before, Migration20261205000000_denominatorBasis];
  const database = await openTestDatabase(url, { entities: [], migrations });
  expect(
    await database.em.execute('select place_code as place, value, at_most, basis from denominator order by 1'),
  ).toEqual([
    { place: '14845', value: 0, at_most: 9, basis: 'RECORDS' },
    { place: '14848', value: null, at_most: null, basis: 'RECORDS' },
    { place: '38', value: 36880, at_most: 36889, basis: 'RECORDS' },
  ]);
  await database.close();
});

test('totals that were rounded where they lay are lowered where they would narrow their communes’ numbers', async () => {
  const migrations = [
    ...[Migration20260101000800_place, Migration20260103000000_movement, Migration20261128000000_goalsInTime],
    ...[Migration20261205000000_denominatorBasis, Migration20261207000200_cappedTotals],
  ];
  const url = newDatabase();
  const former = await openTestDatabase(url, { entities: [], migrations: migrations.slice(0, -1) });
  const place = (code: string, level: string, from: string, until: string) =>
    `('${code}', '${from}', ${until}, '${level}', 'X', 'X', 'X', '', '', '${code}')`;
  await former.em.execute(`
    insert into place (code, valid_from, valid_until, level, name_vi, name_en, type, search_key, search_codes, sort_key) values
      ${place('38', 'PROVINCE', '0001-01-01', 'null')}, ${place('14845', 'COMMUNE', '2025-07-01', 'null')},
      ${place('14848', 'COMMUNE', '2025-07-01', 'null')}, ${place('14000', 'COMMUNE', '1990-01-01', `'2025-06-30'`)}`);
  const number = (audience: string, code: string, basis: string, value: number) =>
    `('${audience}', '${code}', 1, ${value}, ${value + (basis === 'RECORDS' ? 9 : 0)}, '${basis}', '2025-07-01', 'X', true)`;
  await former.em.execute(`
    insert into denominator (audience, place_code, version, value, at_most, basis, as_of, source, demonstration) values
      ${number('PUPILS', '38', 'RECORDS', 270)}, ${number('PUPILS', '14845', 'RECORDS', 120)},
      ${number('PUPILS', '14848', 'RECORDS', 130)},
      ${number('OTHERS', '38', 'RECORDS', 270)}, ${number('OTHERS', '14845', 'RECORDS', 120)},
      ${number('ADULTS', '38', 'CENSUS', 270)}, ${number('ADULTS', '14845', 'CENSUS', 120)},
      ${number('ADULTS', '14848', 'CENSUS', 130)}`);
  await former.close();
  const database = await openTestDatabase(url, { entities: [], migrations });
  // That both are at their most would tell them: 129 and 139.
  expect(
    await database.em.execute(
      `select audience, value, at_most from denominator where place_code = '38' order by audience`,
    ),
  ).toEqual([
    { audience: 'ADULTS', value: 270, at_most: 270 },
    { audience: 'OTHERS', value: 270, at_most: 279 },
    { audience: 'PUPILS', value: 250, at_most: 268 },
  ]);
  await database.close();
});
