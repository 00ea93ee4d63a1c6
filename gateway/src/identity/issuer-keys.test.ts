import { expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { IssuerKeys, IssuerUnavailable } from './issuer-keys.js';

const times = { maxAge: 100, grace: 1000, coolDown: 30, retry: 10 };

/** An issuer with keys, clock and availability set by the test. */
async function issuer(...kids: string[]) {
  const keys: Record<string, JSONWebKeySet['keys'][number]> = {};
  for (const kid of kids) {
    const { publicKey } = await generateKeyPair('ES256');
    keys[kid] = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  }
  const state = { now: 0, fetches: 0, away: false, published: kids.slice(0, 1) };
  const issuerKeys = new IssuerKeys(
    async () => {
      state.fetches += 1;
      await Promise.resolve();
      if (state.away) throw new Error('away');
      return { keys: state.published.flatMap((kid) => keys[kid] ?? []) };
    },
    times,
    () => state.now,
  );
  const find = (kid: string) =>
    issuerKeys.find({ alg: 'ES256', kid }, { payload: '', signature: '' }).then(
      () => 'found',
      (error: unknown) => (error instanceof IssuerUnavailable ? 'unavailable' : 'unknown'),
    );
  return { state, find, issuerKeys };
}

test('keys are fetched once, however many ask', async () => {
  const { state, find } = await issuer('a');
  expect(await Promise.all([find('a'), find('a'), find('a')])).toEqual(['found', 'found', 'found']);
  expect(await find('a')).toBe('found');
  expect(state.fetches).toBe(1);
});

test('a new key is found when a token names it', async () => {
  const { state, find, issuerKeys } = await issuer('a', 'b');
  await find('a');
  const before = issuerKeys.version;
  state.published = ['b'];
  state.now = times.coolDown;
  expect(await find('b')).toBe('found');
  expect(await find('a')).toBe('unknown');
  expect(state.fetches).toBe(2);
  expect(issuerKeys.version).toBe(before + 1);
});

test('a stampede of unknown keys makes one fetch in the cool-down', async () => {
  const { state, find } = await issuer('a');
  await find('a');
  state.now = times.coolDown;
  const stampede = Array.from({ length: 100 }, (_, index) => find(`unknown-${index}`));
  expect(new Set(await Promise.all(stampede))).toEqual(new Set(['unknown']));
  for (let index = 0; index < 100; index++) await find(`later-${index}`);
  expect(state.fetches).toBe(2);
});

test('old keys are used while fresh ones are fetched', async () => {
  const { state, find } = await issuer('a', 'b');
  await find('a');
  state.published = ['b'];
  state.now = times.maxAge + 1;
  expect(await find('a')).toBe('found');
  expect(await find('a')).toBe('unknown');
  expect(state.fetches).toBe(2);
});

test('while the issuer is away, keys are used up to the grace and not beyond', async () => {
  const { state, find } = await issuer('a');
  await find('a');
  state.away = true;
  state.now = times.grace;
  expect(await find('a')).toBe('found');
  state.now = times.grace + 1;
  expect(await find('a')).toBe('unavailable');
  state.away = false;
  state.now += times.retry;
  expect(await find('a')).toBe('found');
});

test('an issuer that was never there is asked again, but not by everyone', async () => {
  const { state, find } = await issuer('a');
  state.away = true;
  expect(await Promise.all([find('a'), find('a')])).toEqual(['unavailable', 'unavailable']);
  expect(await find('a')).toBe('unavailable');
  expect(state.fetches).toBe(1);
  state.now = times.retry;
  state.away = false;
  expect(await find('a')).toBe('found');
});
