import { expect, test } from '@jest/globals';
import { refuseUnexamined, type Unexamined } from './refuse-unexamined.js';

const said = { linkedBy: 'records', endpoint: 'https://org.example/graphql', signsAnswers: true } as const;
const examined = { at: '2026-11-29T15:00:00.000Z', passed: 61, leftOut: 3, failed: [] };
const asked: Unexamined = { said, examined, isDemanded: true };

test('what passed is taken, and nothing is said of it', () => {
  expect(refuseUnexamined(asked)).toBeUndefined();
});

test('what failed is refused by name, whether it is demanded or not', () => {
  const failed = ['messages: a request that comes again is refused'];
  for (const isDemanded of [true, false]) {
    expect(() => refuseUnexamined({ ...asked, isDemanded, examined: { ...examined, failed } })).toThrow(
      'but these checks failed: messages: a request that comes again is refused.',
    );
  }
});

test('what was not examined is refused where that is demanded, and told elsewhere', () => {
  const none = { ...asked, examined: undefined };
  expect(() => refuseUnexamined(none)).toThrow('but nothing was examined');
  expect(() => refuseUnexamined({ ...asked, examined: { ...examined, passed: 0 } })).toThrow(
    'but nothing was examined',
  );
  expect(refuseUnexamined({ ...none, isDemanded: false })).toBe('its endpoint was not held against the protocol');
});

test('of who signs nothing, or has no endpoint, nothing is demanded', () => {
  const none = { ...asked, examined: undefined };
  expect(refuseUnexamined({ ...none, said: { ...said, signsAnswers: false } })).toContain('not held');
  expect(refuseUnexamined({ ...none, said: { ...said, endpoint: null } })).toBeUndefined();
  expect(refuseUnexamined({ ...none, said: { ...said, linkedBy: 'figures' } })).toBeUndefined();
});
