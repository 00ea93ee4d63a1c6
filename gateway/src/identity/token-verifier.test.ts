import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { IssuerKeys } from './issuer-keys.js';
import { ExpiredToken, InvalidToken, TokenVerifier } from './token-verifier.js';

const issuer = { url: 'https://issuer.example', audience: 'hub', maxLifetime: 3600, development: false };
const claims = { sub: 'lan', client_id: 'console', scope: 'b a', roles: ['staff'], organisation: 'womens-union' };

describe('a token', () => {
  let sign: (payload?: JWTPayload, seconds?: number) => Promise<string>;
  let verifier: TokenVerifier;
  let keysOfIssuer: IssuerKeys;

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] };
    keysOfIssuer = new IssuerKeys(() => Promise.resolve(keys));
    verifier = new TokenVerifier(issuer, keysOfIssuer);
    sign = (payload = claims, seconds = 60) =>
      new SignJWT({ aud: issuer.audience, iss: issuer.url, ...payload })
        .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
        .setIssuedAt(payload.iat ?? Math.floor(Date.now() / 1000))
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey);
  });

  test('says who its bearer is, and what he may do', async () => {
    const { identityClass, expiresAt, ...caller } = await verifier.verify(await sign());
    expect(caller).toEqual({
      rights: {
        authenticated: true,
        scopes: new Set(['a', 'b']),
        policies: new Set(['staff', 'organisation:womens-union']),
      },
      roles: ['staff'],
      subject: 'lan',
      organisation: 'womens-union',
      app: 'console',
    });
    expect(expiresAt).toBeGreaterThan(Date.now());
    expect(identityClass).toContain('lan');
  });

  test('is verified once', async () => {
    const token = await sign();
    const caller = verifier.verify(token);
    expect(caller).toBeInstanceOf(Promise);
    expect(verifier.verify(token)).toBeInstanceOf(Promise);
    await caller;
    expect(verifier.verify(token)).toBe(await caller);
  });

  test('of an app is its own subject', async () => {
    expect(await verifier.verify(await sign({ client_id: 'app' }))).toMatchObject({ subject: 'app', app: 'app' });
  });

  test.each<[string, JWTPayload]>([
    ['the same scopes in another order', { ...claims, scope: 'a  b' }],
    ['what the hub does not read', { ...claims, jti: 'x' }],
  ])('makes callers of one class with %s', async (_, other) => {
    const [one, two] = await Promise.all([verifier.verify(await sign()), verifier.verify(await sign(other))]);
    expect(two.identityClass).toBe(one.identityClass);
  });

  test.each<[string, JWTPayload]>([
    ['another person', { ...claims, sub: 'hoa' }],
    ['another app', { ...claims, client_id: 'other' }],
    ['another organisation', { ...claims, organisation: 'university' }],
    ['fewer scopes', { ...claims, scope: 'a' }],
    ['another role', { ...claims, roles: ['analyst'] }],
    ['names that run together', { ...claims, sub: 'lan","console', client_id: '' }],
  ])('makes callers of two classes with %s', async (_, other) => {
    const one = await verifier.verify(await sign());
    const two = await Promise.resolve(verifier.verify(await sign(other))).catch(() => undefined);
    expect(two?.identityClass).not.toBe(one.identityClass);
  });

  test.each<[string, JWTPayload, number]>([
    ['for another audience', { ...claims, aud: 'other' }, 60],
    ['of another issuer', { ...claims, iss: 'https://evil.example' }, 60],
    ['that is not valid yet', { ...claims, nbf: Math.floor(Date.now() / 1000) + 600 }, 60],
    ['that is good for longer than a token may be', claims, 3700],
    ['that is issued in the future', { ...claims, iat: Math.floor(Date.now() / 1000) + 600 }, 660],
    ['whose roles are none', { ...claims, roles: 'analyst' }, 60],
    ['whose scope is a list', { ...claims, scope: ['a'] as never }, 60],
  ])('%s is refused', async (_, payload, seconds) => {
    await expect(verifier.verify(await sign(payload, seconds))).rejects.toThrow(InvalidToken);
  });

  test('that has expired is told apart', async () => {
    await expect(verifier.verify(await sign({ ...claims, iat: 0 }, -10))).rejects.toThrow(ExpiredToken);
    await expect(verifier.verify(await sign({ ...claims, aud: 'other' }, -10))).rejects.not.toThrow(ExpiredToken);
  });

  test('names purposes where a claim is configured to', async () => {
    const naming = new TokenVerifier({ ...issuer, purposesClaim: 'purposes' }, keysOfIssuer);
    expect(await naming.verify(await sign({ ...claims, purposes: ['b', 'a'] }))).toMatchObject({
      purposes: ['a', 'b'],
    });
    expect(await naming.verify(await sign({ ...claims, purposes: 'b a' }))).toMatchObject({ purposes: ['a', 'b'] });
    expect(await naming.verify(await sign())).toMatchObject({ purposes: [] });
    await expect(naming.verify(await sign({ ...claims, purposes: 7 }))).rejects.toThrow(InvalidToken);
  });

  test('that is very long is not even read', async () => {
    const token = await sign({ ...claims, more: 'x'.repeat(8192) });
    await expect(verifier.verify(token)).rejects.toThrow('longer than 8192 characters');
  });

  test('is verified again once the issuer’s keys are others', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    let published = [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }];
    let now = 0;
    const keys = new IssuerKeys(
      () => Promise.resolve({ keys: published }),
      undefined,
      () => now,
    );
    const verifying = new TokenVerifier(issuer, keys);
    const token = await new SignJWT({ ...claims, aud: 'hub', iss: issuer.url })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    await verifying.verify(token);
    published = [{ ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: 'other', alg: 'ES256' }];
    now = 60_000;
    const unknown = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'other' }).sign(privateKey);
    await expect(verifying.verify(unknown)).rejects.toThrow(InvalidToken);
    await expect(verifying.verify(token)).rejects.toThrow(InvalidToken);
  });
});
