import { ServerException } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { databaseFault, placeOf } from './database/database-fault.js';
import { reportFailure, StartFailure } from './start-failure.js';

let said: string[];
let exitCode: typeof process.exitCode;

beforeEach(() => {
  said = [];
  exitCode = process.exitCode;
  jest.spyOn(console, 'error').mockImplementation((line: string) => {
    said.push(line);
  });
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks();
});

/** What is said of an error, and the exit code. */
function reported(error: unknown, LOG_LEVEL?: string) {
  reportFailure('audit', error, { LOG_LEVEL });
  return { said, exitCode: process.exitCode };
}

test('a failure is one line, with its exit code and without a stack', () => {
  expect(reported(new StartFailure('Expected a key in /keys/a.', 2))).toEqual({
    said: ['audit: Expected a key in /keys/a. (exit code 2)'],
    exitCode: 2,
  });
});

test('the stack is there for those who want it', () => {
  const { said: lines } = reported(new StartFailure('no', 1, { cause: new Error('why') }), 'debug');
  expect(lines.join('\n')).toMatch(/start-failure\.test[^]*caused by Error: why/);
});

test('what nobody foresaw is one line, too, and says where to look further', () => {
  expect(reported(new Error('no such thing\n  with more')).said).toEqual([
    'audit: no such thing (exit code 1)',
    'audit: LOG_LEVEL=debug shows where in the program.',
  ]);
});

test('a port in use and a file that is missing are named', () => {
  const inUse = Object.assign(new Error('listen'), { code: 'EADDRINUSE', errno: -98, address: '::1', port: 4006 });
  expect(reported(inUse).said[0]).toContain('Port 4006 of ::1 is in use by another program.');
  const missing = Object.assign(new Error('open'), { code: 'ENOENT', errno: -2, path: '/keys/a' });
  expect(reported(missing).said.at(-1)).toBe('audit: /keys/a: no such file or directory (exit code 1)');
});

test('a database’s error is told without the values of its statement', () => {
  const error = new ServerException(Object.assign(new Error('insert into t values (a-pseudonym)'), { code: '23505' }));
  expect(reported(error, 'debug').said.join()).not.toContain('a-pseudonym');
});

describe('a database that cannot be used', () => {
  const place = placeOf('postgresql://hub:a-password@db.example/hub');
  const fault = (code: string | undefined, message = 'no') =>
    databaseFault(Object.assign(new Error(message), code && { code }), place) as StartFailure;

  test.each([
    ['3D000', 2, 'its server has none of that name'],
    ['28P01', 2, 'refuses the role "hub"'],
    ['42501', 2, 'lacks a right'],
    ['53100', 1, 'disk'],
    ['53300', 1, 'no connection left'],
    ['57014', 1, 'took too long'],
    ['57P03', 1, 'starting or stopping'],
    ['ECONNREFUSED', 1, 'Cannot reach the database "hub" on db.example:5432 (ECONNREFUSED)'],
    ['EAI_AGAIN', 1, 'Cannot reach'],
  ])('is told with what to do: %s', (code, exit, text) => {
    const { message, exitCode: given } = fault(code);
    expect(message).toContain(text);
    expect(message).not.toContain('a-password');
    expect(given).toBe(exit);
  });

  test('by a timeout, too', () => {
    expect(fault(undefined, 'timeout exceeded when trying to connect').message).toContain('Cannot reach');
  });

  test('an error of which nothing is known stays as it is', () => {
    const error = new TypeError('x is not a function');
    expect(databaseFault(error, place)).toBe(error);
  });
});
