import { expect, test } from '@jest/globals';
import { StartError } from '../errors/start-error.js';
import { endingOf } from './ending.js';

test('what an operator did wrong is told as it is, with its own exit code', () => {
  expect(endingOf(new StartError('expected a file, got "x"', 1), 'info')).toEqual({
    line: 'gateway: expected a file, got "x"',
    exitCode: 1,
  });
});

test('what nobody foresaw is one line, and its place is told where more is wanted', () => {
  const error = new TypeError('Cannot read\n  properties');
  expect(endingOf(error, 'info')).toEqual({
    line: 'gateway: ended by an unforeseen fault: TypeError: Cannot read properties (LOG_LEVEL=debug tells where)',
    exitCode: 1,
  });
  expect(endingOf(error, 'debug').line).toContain('ending.test.ts');
  expect(endingOf('text', undefined).line).toContain('unforeseen fault: text');
});
