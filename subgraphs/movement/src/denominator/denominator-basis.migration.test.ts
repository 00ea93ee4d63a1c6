import { expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { Migration20261128000000_goalsInTime } from '../goals-in-time.migration.js';
import { Migration20260103000000_movement } from '../tables.migration.js';
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
