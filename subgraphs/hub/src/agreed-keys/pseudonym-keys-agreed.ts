import { randomBytes } from 'node:crypto';
import { writeWhole } from '@hub/runtime';
import { readFileSync } from 'node:fs';
import { fingerprintOf } from '@hub/kit/service';
import { EnvelopeFault, type PseudonymKeys, readPseudonymKeys } from '@hub/protocol';

/** The key of a next version of pseudonyms, for the other organisations. */
export interface NextPseudonymKey {
  readonly version: number;
  /** The fingerprint of the key of the version before. */
  readonly after: string;
  readonly key: string;
}

/** Reads an organisation's file of pseudonym keys. @throws Error if it is unusable. */
export function pseudonymKeysIn(file: string): PseudonymKeys {
  return readPseudonymKeys(readFileSync(file, 'utf8'));
}

/** Makes the key of the version after the last of a file, and adds it there. */
export function makeNextPseudonymKey(file: string): NextPseudonymKey {
  const keys = pseudonymKeysIn(file);
  const key = randomBytes(32).toString('base64url');
  addKey(file, keys, key);
  return { version: keys.length + 1, after: fingerprintOf(keys[keys.length - 1] ?? keys[0]), key };
}

/**
 * The key of a file's last version, to send to the other organisations.
 * @throws EnvelopeFault if it is the first version.
 */
export function lastPseudonymKey(file: string): NextPseudonymKey {
  const keys = pseudonymKeysIn(file);
  const [before, last] = keys.slice(-2);
  if (!before || !last) {
    throw new EnvelopeFault(`Expected a key of version 2 or later in ${file}, but it has one of version 1 alone.`);
  }
  return { version: keys.length, after: fingerprintOf(before), key: last.toString() };
}

/**
 * Adds the key of a next version to an organisation's file.
 * @returns whether the key is new to the file.
 * @throws EnvelopeFault if the file has another key of that version, or lacks the version before.
 */
export function takeNextPseudonymKey(file: string, { version, after, key }: NextPseudonymKey): boolean {
  const keys = pseudonymKeysIn(file);
  const before = keys[version - 2];
  const got = before ? fingerprintOf(before) : 'none';
  if (got !== after) {
    throw new EnvelopeFault(
      `Expected the key of version ${version} to follow on the key of version ${version - 1} in ${file}, ${got}, but it follows on ${after}. Nothing was changed.`,
    );
  }
  const known = keys[version - 1];
  const came = fingerprintOf(Buffer.from(key));
  if (!known) {
    addKey(file, keys, key);
    return true;
  }
  if (fingerprintOf(known) === came) return false;
  throw new EnvelopeFault(
    `Expected no other key of version ${version}, but got ${came}, and ${file} has ${fingerprintOf(known)}. Agree which one counts before anybody rotates. Nothing was changed.`,
  );
}

function addKey(file: string, keys: PseudonymKeys, key: string): void {
  writeWhole(file, [...keys, key].map((one) => `${one.toString()}\n`).join(''));
}
