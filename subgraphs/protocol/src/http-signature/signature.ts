import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';

/** The algorithms of the hub, by their names in RFC 9421. */
export type SignatureAlgorithm = 'ed25519' | 'hmac-sha256';

/** The algorithm of a key. The `alg` of a message must equal it; verification never chooses by the message. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm {
  return key.type === 'secret' ? 'hmac-sha256' : 'ed25519';
}

/**
 * Signs a signature base.
 * @param key a private Ed25519 key, or a secret one.
 * @returns the signature in base64.
 */
export function signBase(key: KeyObject, base: string): string {
  if (key.type === 'secret') return createHmac('sha256', key).update(base).digest('base64');
  return sign(null, Buffer.from(base), key).toString('base64');
}

/**
 * Whether a signature belongs to a signature base.
 * @param key a public Ed25519 key, or a secret one.
 * @param signature in base64.
 */
export function isSignatureOf(key: KeyObject, base: string, signature: string): boolean {
  const given = Buffer.from(signature, 'base64');
  if (key.type !== 'secret') return verify(null, Buffer.from(base), key, given);
  const expected = createHmac('sha256', key).update(base).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}
