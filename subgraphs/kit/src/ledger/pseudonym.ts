import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Keys made ready once: a key that comes as bytes costs each digest six times as much. */
const ready = new WeakMap<Buffer, KeyObject>();

/** A text's HMAC-SHA-256 under the participants' key: 43 characters of base64url. */
export function keyedDigest(text: string, key: Buffer): string {
  const secret = ready.get(key) ?? createSecretKey(key);
  ready.set(key, secret);
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/**
 * Turns a citizen's 12-digit number into the pseudonym that the participants share: HMAC-SHA-256 under their key.
 * The number itself is kept nowhere.
 * @returns 43 characters of base64url.
 */
export function pseudonymOf(number: string, key: Buffer): string {
  return keyedDigest(number, key);
}
