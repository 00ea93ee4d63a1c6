import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  agreeOnKeys,
  contentDigest,
  type NamedKey,
  newEphemeral,
  readSessionGrant,
  sessionTranscript,
  type SignableRequest,
  signatureOf,
  signRequest,
} from '@hub/protocol';
import { createKeyPairIfMissing, KeyRing, publicFileOf, readSigningKey } from '@hub/runtime';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { GatewayTrust } from './gateway-trust.js';

describe('trust in gateways', () => {
  let folder: string;
  let now: number;
  let gateway: NamedKey;
  let next: NamedKey;
  let ringFile: string;
  let trust: GatewayTrust;
  const publicKeyOf = (name: string) => readFileSync(publicFileOf(join(folder, name)), 'utf8');

  beforeEach(() => {
    jest.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'hub-trust-'));
    for (const name of ['gateway', 'next', 'subgraph']) createKeyPairIfMissing(join(folder, name));
    [gateway, next] = ['gateway', 'next'].map((name) => readSigningKey(join(folder, name))) as [NamedKey, NamedKey];
    ringFile = join(folder, 'ring');
    writeFileSync(ringFile, publicKeyOf('gateway'));
    now = 1_800_000_000;
    trust = new GatewayTrust({
      audience: 'movement',
      signingKey: readSigningKey(join(folder, 'subgraph')),
      trusted: new KeyRing({ files: [ringFile], onError: () => undefined }),
      now: () => now * 1000,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  const offer = (key: NamedKey, changes: { nonce?: string; audience?: string; expires?: number } = {}) => {
    const { nonce = randomUUID(), audience = 'movement', expires = now + 30 } = changes;
    const ephemeral = newEphemeral();
    const body = Buffer.from(JSON.stringify({ audience, publicKey: ephemeral.publicKey }));
    const headers = { 'content-digest': contentDigest(body) };
    const request = { method: 'POST', target: '/trust/session', headers };
    const signed = signRequest(request, key, { created: now, expires, nonce });
    return { ephemeral, body, signed, request: { ...request, headers: { ...headers, ...signed } } };
  };
  /** Agrees on a session; returns the function that signs with it. */
  const agree = (key: NamedKey) => {
    const { ephemeral, body, signed, request } = offer(key);
    const agreed = trust.agree(request, body);
    if (agreed.refused !== undefined) throw new Error(agreed.refused);
    const { session = '', publicKey = '' } = readSessionGrant(agreed.grant) ?? {};
    const keys = agreeOnKeys(ephemeral, publicKey, sessionTranscript(signatureOf(signed), agreed.grant));
    return (nonce: string, times = { created: now, expires: now + 30 }): SignableRequest => {
      const asked = { method: 'POST', target: '/graphql', headers: {} };
      return { ...asked, headers: { ...signRequest(asked, { id: session, key: keys.requests }, { ...times, nonce }) } };
    };
  };
  const judged = (request: SignableRequest) => trust.judge(request).refused ?? 'trusted';
  const refusalOf = ({ request, body }: { request: SignableRequest; body: Buffer }) =>
    trust.agree(request, body).refused ?? 'agreed';

  test('is in what is signed with the keys of a session, once', () => {
    const sign = agree(gateway);
    const request = sign('1');
    expect([judged(request), judged(request), judged(sign('3')), judged(sign('2')), judged(sign('2'))]).toEqual([
      ...['trusted', 'replayed', 'trusted', 'trusted', 'replayed'],
    ]);
  });

  test.each(['0', '-1', 'one', '1e3x', '99999999999999999999'])(
    'is not in a request that has the number %j',
    (nonce) => {
      expect(judged(agree(gateway)(nonce))).toBe('a nonce that is no number');
    },
  );

  test('is not in what is out of its time, and the log says by how much', () => {
    const sign = agree(gateway);
    expect(judged(sign('1', { created: now - 40, expires: now - 10 }))).toBe('stale: expired 10 s ago');
    expect(judged(sign('2', { created: now + 31, expires: now + 61 }))).toBe('from the future: created 31 s from now');
    expect(judged(sign('3', { created: now, expires: now + 61 }))).toBe('good for 61 s, which is too long');
    expect(judged(sign('4', { created: now + 30, expires: now + 60 }))).toBe('trusted');
  });

  test('ends with the session', () => {
    const sign = agree(gateway);
    now += 599;
    expect(judged(sign('1'))).toBe('trusted');
    now += 1;
    expect(judged(sign('2'))).toBe('no such session');
  });

  test('moves from one key to the next while both are trusted, and ends with the first', () => {
    const old = agree(gateway);
    writeFileSync(ringFile, publicKeyOf('gateway') + publicKeyOf('next'));
    jest.advanceTimersByTime(2000);
    const young = agree(next);
    expect([judged(old('1')), judged(young('1'))]).toEqual(['trusted', 'trusted']);
    writeFileSync(ringFile, publicKeyOf('next'));
    jest.advanceTimersByTime(2000);
    expect(judged(old('2'))).toBe('a session under a key that is not trusted any more');
    expect(judged(old('3'))).toBe('no such session');
    expect(judged(young('2'))).toBe('trusted');
    expect(refusalOf(offer(gateway))).toBe('a key that is not trusted');
  });

  test('is not agreed on twice, nor for another, nor with a body of another', () => {
    const first = offer(gateway);
    expect([refusalOf(first), refusalOf(first)]).toEqual(['agreed', 'replayed']);
    expect(refusalOf(offer(gateway, { audience: 'university' }))).toBe('meant for "university"');
    expect(refusalOf({ ...offer(gateway), body: Buffer.from('{}') })).toBe('another body');
    expect(refusalOf(offer(gateway, { expires: now }))).toBe('stale: expired 0 s ago');
    expect(refusalOf({ ...offer(gateway), request: { method: 'POST', target: '/trust/session', headers: {} } })).toBe(
      'unsigned',
    );
  });

  test('survives a flood of agreements: the oldest sessions end, and nonces wait for their time', () => {
    const first = agree(gateway);
    expect(judged(first('1'))).toBe('trusted');
    for (let i = 0; i < 1000; i++) agree(gateway);
    expect(judged(first('2'))).toBe('no such session');
    expect(judged(agree(gateway)('1'))).toBe('trusted');
  });
});
