import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import type { Database } from './database.js';
import { placeOf } from './database-fault.js';
import { grantRights, type Privilege } from './rights.js';

const place = placeOf('postgresql://hub@host/hub');
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  for (const sql of ['create role server', 'create table aa (n integer)', 'create table zz (n integer)'])
    await database.em.fork().execute(sql);
});
afterAll(() => database.close());

/** Whether the server's role can read a table. */
async function reads(table: string): Promise<unknown> {
  const [row] = await database.em
    .fork()
    .execute<{ reads: boolean }[]>(`select has_table_privilege('server', '${table}', 'select') as reads`);
  return row?.reads;
}

test('rights are granted at once: where one cannot be, a server that runs keeps all that it had', async () => {
  await grantRights(database.em.fork(), 'server', {}, place);
  expect([await reads('aa'), await reads('zz')]).toEqual([true, true]);
  const wrong = { aa: ['insert'], zz: ['nothing' as Privilege] } as const;
  await expect(grantRights(database.em.fork(), 'server', wrong, place)).rejects.toThrow('nothing');
  expect([await reads('aa'), await reads('zz')]).toEqual([true, true]);
  await grantRights(database.em.fork(), 'server', { aa: ['insert'] }, place);
  expect([await reads('aa'), await reads('zz')]).toEqual([false, true]);
});
