import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
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

/** The reported text of an error, and the exit code. */
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
