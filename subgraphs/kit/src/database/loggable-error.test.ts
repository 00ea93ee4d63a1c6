import { DriverException, ServerException } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { reportFailure } from '@hub/runtime';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import type { Database } from './database.js';
import { loggableError, tellableError } from './loggable-error.js';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  await database.em.execute('create table member (pseudonym text primary key)');
});
afterAll(() => database.close());

test('a database’s error is logged without the values of its statement', async () => {
  const insert = () => database.em.fork().execute('insert into member values (?)', ['a-pseudonym']);
  await insert();
  const error: unknown = await insert().catch((caught: unknown) => caught);
  expect(JSON.stringify(error) + (error as Error).message).toContain('a-pseudonym');
  const logged = loggableError(error as Error);
  expect(JSON.stringify(logged)).not.toContain('a-pseudonym');
  expect(logged).toMatchObject({
    type: 'UniqueConstraintViolationException',
    message: expect.stringContaining('23505'),
    constraint: 'member_pkey',
  });
});

test.each([
  [{ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED 127.0.0.1:5432', 'The database did not answer (ECONNREFUSED).'],
  [
    {},
    'The database did not answer within 16000 ms.',
    'The database did not answer (The database did not answer within 16000 ms.).',
  ],
  [{}, "insert into member values ('a-pseudonym')", 'PostgreSQL refused a statement (SQLSTATE unknown).'],
])('a database that is away is named so, and nothing of a statement is told %#', (also, message, told) => {
  expect(loggableError(new DriverException(Object.assign(new Error(message), also))).message).toBe(told);
});

test('another error is logged with its message', () => {
  expect(loggableError(new TypeError('no such door'))).toMatchObject({ type: 'TypeError', message: 'no such door' });
});

test('a database’s error is told to the operator without the values of its statement', () => {
  const { exitCode } = process;
  const said = jest.spyOn(console, 'error').mockReturnValue();
  const error = new ServerException(Object.assign(new Error('insert into t values (a-pseudonym)'), { code: '23505' }));
  reportFailure('audit', error, { LOG_LEVEL: 'debug' }, tellableError);
  const lines = said.mock.calls.join();
  said.mockRestore();
  process.exitCode = exitCode;
  expect(lines).toContain('PostgreSQL refused a statement');
  expect(lines).not.toContain('a-pseudonym');
});
