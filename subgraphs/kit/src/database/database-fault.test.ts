import { describe, expect, test } from '@jest/globals';
import type { StartFailure } from '@hub/runtime';
import { GraphQLError } from 'graphql';
import { errorForClient } from '../graphql/client-errors.js';
import { databaseFault, isDatabaseAway, isDiskFull, placeOf } from './database-fault.js';

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
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1, 'is not accepted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 1, 'NODE_EXTRA_CA_CERTS'],
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

describe('a database that does not answer a request', () => {
  const driver = (message: string, code?: string) =>
    Object.assign(new Error(message), { name: 'DriverException', ...(code !== undefined && { code }) });
  test.each([
    ['no connection in time', driver('select 1 - timeout exceeded when trying to connect'), true],
    ['a connection that was cut', new Error('Connection terminated unexpectedly'), true],
    ['an answer that did not come', new Error('The database did not answer within 16000 ms.'), true],
    ['a server that stops', driver('select 1 - the database system is shutting down', '57P03'), true],
    ['a broken connection', Object.assign(new Error('read'), { code: 'ECONNRESET' }), true],
    ['a row that is there already', driver('insert - duplicate key', '23505'), false],
    ['a timeout of something else', new Error('The operation was aborted due to timeout'), false],
  ])('%s', (_name, error, isAway) => {
    expect(isDatabaseAway(error)).toBe(isAway);
    const wrapped = new GraphQLError('x', { originalError: new Error('failed', { cause: error }) });
    expect(isDatabaseAway(wrapped)).toBe(isAway);
    const told = errorForClient({ message: 'x' }, wrapped, { requestId: 'r-1' });
    expect(told.message).toContain('r-1');
    expect(told.extensions?.['code']).toBe(isAway ? 'DATABASE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR');
  });
});

test('a full disk is known by its cause, too', () => {
  const full = Object.assign(new Error('could not extend file'), { code: '53100' });
  expect(isDiskFull(new Error('insert failed', { cause: full }))).toBe(true);
  expect(isDiskFull(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))).toBe(true);
  expect(isDiskFull(Object.assign(new Error('no connection'), { code: '53300' }))).toBe(false);
});
