import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * The organisations' keys for pseudonyms, in the order of their versions: the first is of version 1. A pseudonym of version
 * n is made with the first n of them.
 */
export type PseudonymKeys = readonly [Buffer, ...Buffer[]];

/** The fewest bytes of a key. */
const minimumBytes = 32;

/**
 * Reads the text of a file of keys: one in each line, in the order of their versions.
 * @throws Error that says which line is no key; it has nothing of the line in it.
 */
export function readPseudonymKeys(text: string): PseudonymKeys {
  const lines = text.split('\n').map((line) => Buffer.from(line.trim()));
  const keys = lines.filter(({ length }) => length > 0);
  const short = lines.findIndex(({ length }) => length > 0 && length < minimumBytes);
  const [first, ...others] = keys;
  if (short >= 0) throw new Error(`expected a key of at least ${minimumBytes} bytes in line ${short + 1}`);
  if (!first) throw new Error('expected a key in the first line, got nothing');
  return [first, ...others];
}

/** Keys made ready once: a key that comes as bytes costs each digest six times as much. */
const ready = new WeakMap<Buffer, KeyObject>();

/** A text's HMAC-SHA-256 under a key of the organisations: 43 characters of base64url. */
export function keyedDigest(text: string, key: Buffer): string {
  const secret = ready.get(key) ?? createSecretKey(key);
  ready.set(key, secret);
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Digests a text under the first key, and what comes of it under each later one. */
export function chainedDigest(text: string, keys: readonly Buffer[]): string {
  return keys.reduce(keyedDigest, text);
}

/**
 * Turns a citizen's 12-digit number into the pseudonym that the organisations share: HMAC-SHA-256 under their first key, and
 * of that under each later one. The number itself is kept nowhere.
 * @returns 43 characters of base64url.
 */
export function pseudonymOf(number: string, keys: PseudonymKeys): string {
  return chainedDigest(number, keys);
}
