import { programKeyHash, type ProgramKeyRecord, programKeySecret } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { anonymous } from '../request/caller.js';
import { programKeys } from './authenticate.js';
import { ProgramKeys } from './program-keys.js';

const secretOf = (id: string) => programKeySecret(id, Buffer.alloc(32, id));
const hashOf = (id: string) => programKeyHash(secretOf(id)) ?? '';

function record(id: string, more: Partial<ProgramKeyRecord> = {}): ProgramKeyRecord {
  const whose = { name: 'Lan', role: 'app' as const, scopes: ['progress:read'], purpose: 'statistics' };
  return { id, hash: hashOf(id), ...whose, until: '2026-12-31', isRevoked: false, ...more };
}

const first = 'aaaaaaaaaaaa';
const second = 'bbbbbbbbbbbb';

/** Keys on clocks of the test. */
function open(records: readonly ProgramKeyRecord[] | undefined, date = '2026-12-31T16:59:59Z') {
  const clock = { now: 0, date: Date.parse(date) };
  const keys = new ProgramKeys({ knownForMs: 1000, now: () => clock.now, date: () => clock.date });
  if (records) keys.take(records);
  const logged: unknown[] = [];
  const log = { info: (what: object) => logged.push(what) } as never;
  const others: string[] = [];
  const authenticate = programKeys(keys, (authorization) => {
    others.push(String(authorization));
    return anonymous;
  });
  const ask = (authorization: string, from = '10.0.0.1') => {
    try {
      return authenticate(authorization, { log, from });
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { keys, clock, ask, others, logged };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('a caller by a key has the rights of the key, as one by a token', () => {
  const limits = { tables: ['progress'], rate: { perSecond: 1, burst: 2 } };
  const { ask } = open([record(first, { role: 'staff', organisation: 'university', ...limits })]);
  const caller = ask(`Bearer ${secretOf(first)}`);
  expect(caller).toMatchObject({
    subject: `key:${first}`,
    roles: ['staff'],
    organisation: 'university',
    purposes: ['statistics'],
    usualPurpose: 'statistics',
    expiresAt: Date.parse('2026-12-31T17:00:00Z'),
    key: { id: first, name: 'Lan', ...limits },
    rights: { authenticated: true, scopes: new Set(['progress:read']) },
  });
  expect((caller as typeof anonymous).rights.policies).toEqual(new Set(['staff', 'organisation:university']));
  expect(ask(basic(`somebody:${secretOf(first)}`))).toBe(caller);
  expect(ask(basic(`:${secretOf(first)}`))).toBe(caller);
});

test('whoever shows no key is another’s to know', () => {
  const { ask, others } = open([record(first)]);
  const shown = ['Bearer token', basic('lan:password'), `Digest ${secretOf(first)}`, basic(secretOf(first).slice(5))];
  for (const authorization of shown) expect(ask(authorization)).toBe(anonymous);
  expect(others).toEqual(shown);
});

test.each([
  ['unknown', secretOf(second), 'UNAUTHENTICATED'],
  ['malformed', 'hubk_x', 'UNAUTHENTICATED'],
  ['whose id is another’s', secretOf(first).replace(first, second), 'UNAUTHENTICATED'],
  ['good', secretOf(first), 'anybody'],
])('a key that is %s', (_what, text, expected) => {
  const { ask, logged } = open([record(first)]);
  const found = ask(`Bearer ${text}`);
  expect(typeof found === 'string' ? found : 'anybody').toBe(expected);
  // Nothing of a key is in the log.
  expect(JSON.stringify(logged)).not.toContain(text.split('_')[2] ?? text);
});

test.each([
  ['revoked', { isRevoked: true }, '2026-12-31T16:59:59Z', 'KEY_REVOKED'],
  ['whose last day is over in the province', {}, '2026-12-31T17:00:00Z', 'KEY_EXPIRED'],
  ['from another address', { addresses: ['10.0.0.2'] }, '2026-12-31T16:59:59Z', 'KEY_NOT_FROM_HERE'],
])('a right key that is %s is told so', (_what, more, date, code) => {
  const { ask } = open([record(first, more)], date);
  expect(ask(`Bearer ${secretOf(first)}`)).toBe(code);
  // Nobody else is told anything.
  expect(ask(`Bearer ${secretOf(first).replace(/.$/, 'f')}`)).toBe('UNAUTHENTICATED');
});

test('a key that is bound to networks opens nothing to whoever comes from nobody knows where', () => {
  const { keys } = open([record(first, { addresses: ['0.0.0.0/0', '::/0'] })]);
  expect(() => keys.callerOf(secretOf(first), undefined)).toThrow('may not be used from this address');
  expect(keys.callerOf(secretOf(first), '::1')).toMatchObject({ subject: `key:${first}` });
});

test('keys are known for as long as they may be without the registry, and none before it answers', () => {
  const { keys, clock, ask } = open(undefined);
  expect([ask(`Bearer ${secretOf(first)}`), keys.ageMs, keys.count]).toEqual(['IDENTITY_UNAVAILABLE', undefined, 0]);
  keys.take([record(first), record(second, { isRevoked: true })]);
  clock.now = 1000;
  expect(ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
  expect([keys.ageMs, keys.count]).toEqual([1000, 1]);
  clock.now = 1001;
  expect(ask(`Bearer ${secretOf(first)}`)).toBe('IDENTITY_UNAVAILABLE');
  keys.take([record(first)]);
  expect(ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
});

test('what is done by a key ends when it is revoked or gone, and only then', () => {
  const { keys } = open([record(first), record(second)]);
  const callers = [first, second].map((id) => keys.callerOf(secretOf(id), '10.0.0.1'));
  const ended = () => callers.map((caller) => caller.ended?.aborted);
  keys.take([record(first), record(second)]);
  expect(ended()).toEqual([false, false]);
  expect(keys.callerOf(secretOf(first), '10.0.0.1')).toBe(callers[0]);
  keys.take([record(first, { isRevoked: true }), record(second)]);
  expect(ended()).toEqual([true, false]);
  keys.take([]);
  expect(ended()).toEqual([true, true]);
});
