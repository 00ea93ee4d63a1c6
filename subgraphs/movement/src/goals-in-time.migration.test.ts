import { expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../test/support/database.js';
import { Migration20261128000000_goalsInTime } from './goals-in-time.migration.js';
import { Migration20260103000000_movement } from './tables.migration.js';

test('what was laid down before stays in force, and of several denominators the newest', async () => {
  const url = newDatabase();
  const before = [Migration20260103000000_movement];
  const former = await openTestDatabase(url, { entities: [], migrations: before });
  await former.em.execute(`insert into goal values
    ('PUPILS', 'X', 'X', 'PUPILS', 0.8, 0, '2025-04-24', '2026-12-31', 'X', '2025-05-31')`);
  await former.em.execute(`insert into organisation values ('schools', 'X', 'X', false, 'NONE', 'X', 'X', null)`);
  await former.em.execute(`insert into goal_expectation values ('PUPILS', 'schools')`);
  await former.em.execute(`insert into denominator values
    ('PUPILS', '38', 1, 5, '2025-07-01', 'X', true), ('PUPILS', '38', 2, 6, '2026-07-01', 'X', true)`);
  await former.close();

  const database = await openTestDatabase(url, {
    entities: [],
    migrations: [...before, Migration20261128000000_goalsInTime],
  });
  const rows = (sql: string) => database.em.execute<unknown[]>(sql);
  expect(await rows('select code, valid_from::text, valid_until, target, audience from goal')).toEqual([
    { code: 'PUPILS', valid_from: '2025-04-24', valid_until: null, target: 0.8, audience: 'PUPILS' },
  ]);
  expect(await rows('select valid_from::text, valid_until from goal_expectation')).toEqual([
    { valid_from: '2025-04-24', valid_until: null },
  ]);
  expect(await rows('select version, valid_from::text from denominator order by 1')).toEqual([
    { version: 1, valid_from: null },
    { version: 2, valid_from: '2025-04-24' },
  ]);
  await database.close();
});
