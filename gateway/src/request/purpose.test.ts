import { expect, test } from '@jest/globals';
import { anonymous } from './caller.js';
import { namedPurpose, purposeFor } from './purpose.js';

const header = (purpose: string | string[]) => ({ 'x-hub-purpose': purpose });
const search = (text: string) => new URLSearchParams(text);

test.each([
  ['that of its header', header('research'), undefined, 'research'],
  ['none of an empty header', header(''), undefined, undefined],
  ['no one of several headers', header(['research', 'audit']), undefined, 'research, audit'],
  ['that of its address, without a header', {}, search('purpose=research'), 'research'],
  ['that of its address, beside an empty header', header(''), search('purpose=research'), 'research'],
  ['that of its header, whatever its address says', header('audit'), search('purpose=research'), 'audit'],
  ['none of an empty parameter', {}, search('purpose='), undefined],
  ['no one of several parameters', {}, search('purpose=research&purpose=audit'), 'research, audit'],
])('a request names %s', (_name, headers, address, purpose) => {
  expect(namedPurpose(headers as never, address)).toBe(purpose);
});

test('a request that names no purpose is for what its caller’s requests are for', () => {
  const caller = { ...anonymous, usualPurpose: 'statistics' };
  expect(purposeFor(undefined, caller)).toBe('statistics');
  expect(purposeFor('audit', caller)).toBe('audit');
  expect(purposeFor(undefined, anonymous)).toBeUndefined();
});
