import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';

/** A key is not the one that a database's data were made with. */
export class WrongKey extends StartFailure {}

/**
 * By what a key is known again: it tells nothing of the key, and is no pseudonym of anybody.
 * @returns 32 hexadecimal digits.
 */
export function fingerprintOf(key: Buffer | KeyObject): string {
  const digest = Buffer.isBuffer(key)
    ? createHmac('sha256', key).update('hub: fingerprint of the pseudonym key')
    : createHash('sha256').update(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  return digest.digest('hex').slice(0, 32);
}

/** Where a key was read from, and where the data are that it must have made; for messages. */
export interface KeyPlace {
  readonly place?: DatabasePlace;
  readonly file?: string | undefined;
}

/** Says that a key is another than the data were made with: what was expected, what came, and where. */
export function wrongKey(
  fault: {
    /** What kind of key, such as `audit key`. */
    readonly what: string;
    readonly setting: string;
    readonly expected: string;
    /** What came: a fingerprint; undefined where there is no such key. */
    readonly got: string | undefined;
    /** What happens under another key. */
    readonly consequence: string;
  },
  { place, file }: KeyPlace,
): WrongKey {
  const { what, setting, expected, got, consequence } = fault;
  const where = place?.where ?? 'the database';
  const from = file === undefined ? setting : `${setting} (${file})`;
  const has = got === undefined ? 'has none' : `has the one with ${got}`;
  return new WrongKey(
    `Expected the ${what} with the fingerprint ${expected}, with which the data in ${where} were made, but ${from} ${has}. Put the former key back: ${consequence}.`,
    2,
  );
}
