import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * The organisations' keys for pseudonyms, in the order of their versions: the first is of version 1. A pseudonym of
 * version n uses the first n keys.
 */
export type PseudonymKeys = readonly [Buffer, ...Buffer[]];

/** The fewest bytes of a key. */
const minimumBytes = 32;

/**
 * Reads the text of a file of keys: one in each line, in the order of their versions.
 * @throws Error naming the line without a valid key, and not its text.
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

/** Prepared keys: a key given as bytes makes each digest six times as slow. */
const ready = new WeakMap<Buffer, KeyObject>();

/** A text's HMAC-SHA-256 under one of the organisations' keys: 43 characters of base64url. */
export function keyedDigest(text: string, key: Buffer): string {
  const secret = ready.get(key) ?? createSecretKey(key);
  ready.set(key, secret);
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Digests a text under the first key, and each result under the next key. */
export function chainedDigest(text: string, keys: readonly Buffer[]): string {
  return keys.reduce(keyedDigest, text);
}

/**
 * Converts a citizen's 12-digit number into the pseudonym that the organisations share: HMAC-SHA-256 under their first
 * key, and of that under each later one. The number itself is never stored.
 * @returns 43 characters of base64url.
 */
export function pseudonymOf(number: string, keys: PseudonymKeys): string {
  return chainedDigest(number, keys);
}
