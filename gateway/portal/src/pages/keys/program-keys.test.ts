import { expect, test } from '@jest/globals';
import { dayFromNow } from '../../language/numbers.js';
import { dayOf, stateOf, usableFirst } from './program-keys.js';

const key = (id: string, until: string, revokedAt: string | null = null) => ({
  id,
  name: '',
  role: 'analyst',
  organisation: null,
  purpose: 'steering',
  tables: null,
  until,
  createdBy: '',
  createdAt: '2026-09-05T00:00:00Z',
  revokedAt,
});

test('a key is good to the end of its last day, unless it was revoked', () => {
  expect(stateOf(key('a', '2026-11-27'), '2026-11-27')).toBe('valid');
  expect(stateOf(key('a', '2026-11-27'), '2026-11-28')).toBe('expired');
  expect(stateOf(key('a', '2027-11-27', '2026-11-27T01:00:00Z'), '2026-11-27')).toBe('revoked');
});

test('keys that can be used come first', () => {
  const keys = [key('old', '2026-01-01'), key('gone', '2027-01-01', '2026-11-01T00:00:00Z'), key('good', '2027-02-01')];
  expect(usableFirst(keys, '2026-11-27').map(({ id }) => id)).toEqual(['good', 'old', 'gone']);
});

test('days are those of the province', () => {
  const evening = Date.parse('2026-11-27T18:00:00Z');
  expect([dayFromNow(0, evening), dayFromNow(4, evening)]).toEqual(['2026-11-28', '2026-12-02']);
  expect(dayOf('2026-11-27T18:00:00Z', 'vi')).toBe('28/11/2026');
  expect(dayOf('2026-12-31', 'vi')).toBe('31/12/2026');
});
