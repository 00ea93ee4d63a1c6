import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { contentDigest } from './content-digest.js';
import { type Component, coveredComponents, signatureBase } from './signature-base.js';
import { isSignatureOf, signBase } from './signature.js';

/** The keys of RFC 9421, appendix B.1. */
const ed25519 = createPrivateKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----',
);
const sharedSecret = createSecretKey(
  'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
  'base64',
);
const date: Component = ['"date"', 'Tue, 20 Apr 2021 02:07:55 GMT'];
const contentType: Component = ['"content-type"', 'application/json'];
const authority: Component = ['"@authority"', 'example.com'];

/** https://www.rfc-editor.org/rfc/rfc9421#appendix-B.2 */
describe('the test vectors of RFC 9421', () => {
  test.each([
    {
      section: 'B.2.5, hmac-sha256',
      key: sharedSecret,
      check: sharedSecret,
      components: [date, authority, contentType],
      parameters: ';created=1618884473;keyid="test-shared-secret"',
      base: `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@authority": example.com
"content-type": application/json
"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"`,
      signature: 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=',
    },
    {
      section: 'B.2.6, ed25519',
      key: ed25519,
      check: createPublicKey(ed25519),
      components: [
        ...[date, ['"@method"', 'POST'], ['"@path"', '/foo'], authority],
        ...[contentType, ['"content-length"', '18']],
      ] as Component[],
      parameters: ';created=1618884473;keyid="test-key-ed25519"',
      base: `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`,
      signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
    },
  ])('$section', ({ key, check, components, parameters, base, signature }) => {
    const made = signatureBase(components, `${coveredComponents(components)}${parameters}`);
    expect(made).toBe(base);
    expect(signBase(key, made)).toBe(signature);
    expect(isSignatureOf(check, base, signature)).toBe(true);
    expect(isSignatureOf(check, `${base} `, signature)).toBe(false);
    expect(isSignatureOf(check, base, Buffer.from(signature, 'base64').fill(0, 0, 1).toString('base64'))).toBe(false);
    expect(isSignatureOf(check, base, '')).toBe(false);
  });
});

/** https://www.rfc-editor.org/rfc/rfc9530#appendix-B and D */
test.each([
  ['{"hello": "world"}', 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'],
  ['{"hello": "world"}\n', 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:'],
  ['', 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'],
])('the content digest of %j is that of RFC 9530', (body, digest) => {
  expect(contentDigest(body)).toBe(digest);
  expect(contentDigest(Buffer.from(body))).toBe(digest);
});
