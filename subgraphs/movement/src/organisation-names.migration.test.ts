import { expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../test/support/database.js';
import { Migration20261128000000_goalsInTime } from './goals-in-time.migration.js';
import { Migration20261129000000_organisationNames } from './organisation-names.migration.js';
import { Migration20260103000000_movement } from './tables.migration.js';

test('what was known under an organisation’s former name is known under the one that it has now', async () => {
  const url = newDatabase();
  const before = [Migration20260103000000_movement, Migration20261128000000_goalsInTime];
  const former = await openTestDatabase(url, { entities: [], migrations: before });
  for (const code of ['schools', 'vneid', 'university'])
    await former.em.execute(
      `insert into organisation values ('${code}', 'X ${code}', 'X', false, 'NONE', 'X', 'X', null)`,
    );
  await former.em.execute(`insert into goal_expectation (goal_code, organisation_code, valid_from) values
    ('PUPILS', 'schools', '2025-04-24'), ('ADULTS_CONFIRMED', 'vneid', '2025-04-24'), ('PUPILS', 'university', '2025-04-24')`);
  await former.em
    .execute(`insert into obstacle (code, commune_code, description_vi, description_en, remover_code, since)
    values ('O', '14845', 'X', 'X', 'schools', '2026-01-01')`);
  await former.close();

  const database = await openTestDatabase(url, {
    entities: [],
    migrations: [...before, Migration20261129000000_organisationNames],
  });
  const rows = (sql: string) => database.em.execute<unknown[]>(sql);
  expect(await rows('select code, name_vi from organisation order by 1')).toEqual([
    { code: 'education', name_vi: 'X schools' },
    { code: 'identity', name_vi: 'X vneid' },
    { code: 'university', name_vi: 'X university' },
  ]);
  expect(
    await rows('select goal_code, organisation_code, valid_from::text from goal_expectation order by 1, 2'),
  ).toEqual([
    { goal_code: 'ADULTS_CONFIRMED', organisation_code: 'identity', valid_from: '2025-04-24' },
    { goal_code: 'PUPILS', organisation_code: 'education', valid_from: '2025-04-24' },
    { goal_code: 'PUPILS', organisation_code: 'university', valid_from: '2025-04-24' },
  ]);
  expect(await rows('select remover_code from obstacle')).toEqual([{ remover_code: 'education' }]);
  await database.close();
});
