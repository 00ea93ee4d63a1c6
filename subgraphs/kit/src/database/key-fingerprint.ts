import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';

/** Thrown where a key differs from the key of a database's data. */
export class WrongKey extends StartFailure {}

/**
 * The fingerprint of a key: it reveals nothing about the key, and is no person's pseudonym.
 * @returns 32 hexadecimal digits.
 */
export function fingerprintOf(key: Buffer | KeyObject): string {
  const digest = Buffer.isBuffer(key)
    ? createHmac('sha256', key).update('hub: fingerprint of the pseudonym key')
    : createHash('sha256').update(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  return digest.digest('hex').slice(0, 32);
}

/** The file of a key, and the database whose data it must have made; for messages. */
export interface KeyPlace {
  readonly place?: DatabasePlace;
  readonly file?: string | undefined;
}

/** The error for a key that differs from the key of the data: the expected one, the given one, and the places. */
export function wrongKey(
  fault: {
    /** The kind of key, such as `audit key`. */
    readonly what: string;
    readonly setting: string;
    readonly expected: string;
    /** The fingerprint of the given key; undefined where there is none. */
    readonly got: string | undefined;
    /** The consequence of another key. */
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
