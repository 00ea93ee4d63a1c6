import { type FeedKey, type KeyTerms, programKeyHash, programKeySecret } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { anonymous, type Caller } from '../request/caller.js';
import { programKeys } from './authenticate.js';
import { ProgramKeys } from './program-keys.js';

const secretOf = (id: string) => programKeySecret(id, Buffer.alloc(32, id));
const hashOf = (id: string) => programKeyHash(secretOf(id)) ?? '';

type KeyRecord = FeedKey & KeyTerms;

function record(id: string, more: Partial<KeyRecord> = {}): KeyRecord {
  const whose = { name: 'Lan', role: 'app' as const, scopes: ['progress:read'], purpose: 'statistics' };
  return { id, hash: hashOf(id), ...whose, until: '2026-12-31', ...more };
}

const first = 'aaaaaaaaaaaa';
const second = 'bbbbbbbbbbbb';

/** Opens keys with the test's clocks. The registry supplies each key's terms. */
function open(records: readonly KeyRecord[] | undefined, date = '2026-12-31T16:59:59Z') {
  const clock = { now: 0, date: Date.parse(date) };
  const registry = { known: new Map<string, KeyRecord>(), isAway: false, asked: 0 };
  const terms = {
    ofKey: ({ id }: FeedKey) => {
      registry.asked += 1;
      const found = registry.isAway ? undefined : registry.known.get(id);
      return found ? Promise.resolve(found) : Promise.reject(new Error('The registry is away.'));
    },
    ofApp: () => Promise.reject(new Error('There are no apps.')),
  };
  const keys = new ProgramKeys({ knownForMs: 1000, terms, now: () => clock.now, date: () => clock.date });
  const take = (all: readonly KeyRecord[]) => {
    registry.known = new Map(all.map((one) => [one.id, one]));
    keys.take({
      apps: [],
      keys: all.map((one) => ({
        ...{ id: one.id, hash: one.hash, until: one.until, terms: programKeyHash(secretOf(first)) ?? '' },
        ...(one.revoked && { revoked: true as const }),
      })),
    });
  };
  if (records) take(records);
  const logged: unknown[] = [];
  const log = { info: (what: object) => logged.push(what) } as never;
  const others: string[] = [];
  const authenticate = programKeys(keys, (authorization) => {
    others.push(String(authorization));
    return anonymous;
  });
  const ask = async (authorization: string, from = '10.0.0.1') => {
    try {
      return await authenticate(authorization, { log, from });
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { keys, clock, ask, others, logged, take, registry };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('a caller by a key has the rights of the key, as one by a token', async () => {
  const limits = { tables: ['progress'], rate: { perSecond: 1, burst: 2 } };
  const { ask, registry } = open([record(first, { role: 'staff', organisation: 'university', ...limits })]);
  const caller = await ask(`Bearer ${secretOf(first)}`);
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
  expect((caller as Caller).rights.policies).toEqual(new Set(['staff', 'organisation:university']));
  expect(await ask(basic(`somebody:${secretOf(first)}`))).toBe(caller);
  expect(await ask(basic(`:${secretOf(first)}`))).toBe(caller);
  // The registry was asked once for the key's terms.
  expect(registry.asked).toBe(1);
});

test('whoever shows no key is another’s to know', async () => {
  const { ask, others } = open([record(first)]);
  const shown = ['Bearer token', basic('lan:password'), `Digest ${secretOf(first)}`, basic(secretOf(first).slice(5))];
  for (const authorization of shown) expect(await ask(authorization)).toBe(anonymous);
  expect(others).toEqual(shown);
});

test.each([
  ['unknown', secretOf(second), 'UNAUTHENTICATED'],
  ['malformed', 'hubk_x', 'UNAUTHENTICATED'],
  ['whose id is another’s', secretOf(first).replace(first, second), 'UNAUTHENTICATED'],
  ['good', secretOf(first), 'anybody'],
])('a key that is %s', async (_what, text, expected) => {
  const { ask, logged, registry } = open([record(first)]);
  const found = await ask(`Bearer ${text}`);
  expect(typeof found === 'string' ? found : 'anybody').toBe(expected);
  // The log contains no part of a key, and the registry is not asked about an unknown key.
  expect(JSON.stringify(logged)).not.toContain(text.split('_')[2] ?? text);
  expect(registry.asked).toBe(expected === 'anybody' ? 1 : 0);
});

test.each([
  ['revoked', { revoked: true as const }, '2026-12-31T16:59:59Z', 'KEY_REVOKED'],
  ['whose last day is over in the province', {}, '2026-12-31T17:00:00Z', 'KEY_EXPIRED'],
  ['from another address', { addresses: ['10.0.0.2'] }, '2026-12-31T16:59:59Z', 'KEY_NOT_FROM_HERE'],
])('a right key that is %s is told so', async (_what, more, date, code) => {
  const { ask } = open([record(first, more)], date);
  expect(await ask(`Bearer ${secretOf(first)}`)).toBe(code);
  // Only the key's holder learns the reason.
  expect(await ask(`Bearer ${secretOf(first).replace(/.$/, 'f')}`)).toBe('UNAUTHENTICATED');
});

test('a key that ended is refused with its last day and the person who can renew it', () => {
  const { keys } = open([record(first)], '2026-12-31T17:00:00Z');
  expect(() => keys.callerOf(secretOf(first), undefined)).toThrow(
    `The key ${first} ended on 2026-12-31: expected a new one, which its owner or the hub's operator can make.`,
  );
});

test('a key that is bound to networks opens nothing to whoever comes from nobody knows where', async () => {
  const { keys } = open([record(first, { addresses: ['0.0.0.0/0', '::/0'] })]);
  await expect(keys.callerOf(secretOf(first), undefined)).rejects.toThrow('may not be used from this address');
  expect(await keys.callerOf(secretOf(first), '::1')).toMatchObject({ subject: `key:${first}` });
});

test('keys hold for as long as they may without the registry, and none before it answers', async () => {
  const { keys, clock, ask, take } = open(undefined);
  const state = () => [keys.ageMs, keys.count, keys.isCurrent];
  expect([await ask(`Bearer ${secretOf(first)}`), ...state()]).toEqual(['IDENTITY_UNAVAILABLE', undefined, 0, false]);
  take([record(first), record(second, { revoked: true })]);
  clock.now = 1000;
  expect(await ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
  expect(state()).toEqual([1000, 1, true]);
  clock.now = 1001;
  expect([await ask(`Bearer ${secretOf(first)}`), keys.isCurrent]).toEqual(['IDENTITY_UNAVAILABLE', false]);
  keys.confirm();
  expect(await ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
});

test('a key whose terms the registry does not tell is refused until it does, and others go on', async () => {
  const { ask, registry } = open([record(first), record(second)]);
  expect(await ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
  registry.isAway = true;
  expect(await ask(`Bearer ${secretOf(second)}`)).toBe('IDENTITY_UNAVAILABLE');
  expect(await ask(`Bearer ${secretOf(first)}`)).toMatchObject({ subject: `key:${first}` });
  registry.isAway = false;
  expect(await ask(`Bearer ${secretOf(second)}`)).toMatchObject({ subject: `key:${second}` });
});

test('what is done by a key ends when it is revoked or gone, or is not known to hold any more, and only then', async () => {
  const { keys, clock, take } = open([record(first), record(second)]);
  const callersNow = () =>
    Promise.all([first, second].map((id) => Promise.resolve(keys.callerOf(secretOf(id), '10.0.0.1'))));
  const callers = await callersNow();
  const ended = (of: readonly Caller[]) => of.map((caller) => caller.ended?.aborted);
  take([record(first), record(second)]);
  keys.endUnknown();
  expect(ended(callers)).toEqual([false, false]);
  expect(await keys.callerOf(secretOf(first), '10.0.0.1')).toBe(callers[0]);
  take([record(first, { revoked: true }), record(second)]);
  expect(ended(callers)).toEqual([true, false]);
  take([]);
  expect(ended(callers)).toEqual([true, true]);
  take([record(first), record(second)]);
  const anew = await callersNow();
  clock.now = 1001;
  keys.endUnknown();
  expect(ended(anew)).toEqual([true, true]);
  // Work can start again when the registry responds.
  keys.confirm();
  expect(ended(await callersNow())).toEqual([false, false]);
});
