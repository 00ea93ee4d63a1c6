import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { verify } from './verify-signature.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const x = publicKey.export({ format: 'jwk' }).x ?? '';
const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const kid = digestOf(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
const document = JSON.stringify({ id: '2026-10_1', note: 'Kỳ tháng 10', long: 'ợ'.repeat(100_000) });
const signedBy = (head: object, text = document) => {
  const start = Buffer.from(JSON.stringify(head)).toString('base64url');
  const payload = Buffer.from(`${start}.${Buffer.from(text).toString('base64url')}`);
  return `${start}..${sign(null, payload, privateKey).toString('base64url')}`;
};
const good = { document, signature: signedBy({ alg: 'EdDSA', kid }), digest: digestOf(document) };
const keys = new Map([[kid, pem]]);

beforeAll(() => {
  Object.assign(globalThis, { isSecureContext: true });
});

test('a document is verified by the key that its signature names', async () => {
  expect(await verify(good, keys)).toBe('good');
});

test('whatever is another is told apart', async () => {
  const other = document.replace('10', '11');
  expect(await verify({ ...good, document: other }, keys)).toBe('otherDigest');
  expect(await verify({ ...good, document: other, digest: digestOf(other) }, keys)).toBe('bad');
  expect(await verify({ ...good, signature: signedBy({ alg: 'EdDSA', kid }, other) }, keys)).toBe('bad');
  expect(await verify({ ...good, signature: signedBy({ alg: 'none', kid }) }, keys)).toBe('bad');
  expect(await verify({ ...good, signature: 'nonsense' }, keys)).toBe('bad');
  expect(await verify(good, new Map())).toBe('unknownKey');
  // A foreign key under the id of the trusted one.
  const { publicKey: stranger } = generateKeyPairSync('ed25519');
  const named = new Map([[kid, stranger.export({ type: 'spki', format: 'pem' }).toString()]]);
  expect(await verify(good, named)).toBe('unknownKey');
});

test('a page that came unencrypted from elsewhere says that it cannot', async () => {
  Object.assign(globalThis, { isSecureContext: false });
  expect(await verify(good, keys)).toBe('cannot');
  Object.assign(globalThis, { isSecureContext: true });
});
