import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { keep } from './kept-identity.js';
import { fingerprintOf, type KeyPlace, wrongKey } from './key-fingerprint.js';

/** The name under which a database stores the fingerprint of a version's key. */
function nameOf(version: number): string {
  return version === 1 ? 'pseudonym key' : `pseudonym key ${version}`;
}

/** The name of a version's key in messages. */
function described(version: number): string {
  return version === 1 ? 'pseudonym key' : `pseudonym key of version ${version}`;
}

/**
 * The fingerprints of the keys behind a database's pseudonyms, in the order of their versions: as many as the version
 * of the pseudonyms. Empty where none is stored yet.
 */
export async function keptFingerprints(em: SqlEntityManager): Promise<readonly string[]> {
  const rows: { readonly value: string }[] = await em.execute(
    `select value from hub_identity where name = 'pseudonym key' or name like 'pseudonym key %'
     order by coalesce(substring(name from '[0-9]+$')::int, 1)`,
  );
  return rows.map(({ value }) => value);
}

/** Stores the fingerprint of a version's key: from now on, the database's pseudonyms have that version. */
export async function keepVersion(em: SqlEntityManager, version: number, key: Buffer): Promise<void> {
  await keep(em, nameOf(version), fingerprintOf(key));
}

/**
 * Stores the fingerprints of all keys in a database without any, and compares the keys with the stored ones.
 * @returns the newly stored values, each a line for the log.
 * @throws WrongKey where the data were made with other keys.
 */
export async function claimPseudonymKeys(
  em: SqlEntityManager,
  keys: PseudonymKeys,
  from: KeyPlace,
): Promise<readonly string[]> {
  const lines: string[] = [];
  if ((await keptFingerprints(em)).length === 0) {
    for (const [index, key] of keys.entries()) {
      await keepVersion(em, index + 1, key);
      lines.push(
        `the database keeps the fingerprint of its ${described(index + 1)} from now on, ${fingerprintOf(key)}, and refuses another`,
      );
    }
  }
  await pseudonymKeysInForce(em, keys, from);
  return lines;
}

/**
 * The subgraph's keys behind its database's pseudonyms: one for each version up to the pseudonyms' version. Later keys
 * wait for a rotation. Returns all keys where the database stores no fingerprint.
 * @throws WrongKey where one of them is missing, or differs.
 */
export async function pseudonymKeysInForce(
  em: SqlEntityManager,
  keys: PseudonymKeys,
  from: KeyPlace = {},
): Promise<PseudonymKeys> {
  const expected = await keptFingerprints(em);
  for (const [index, fingerprint] of expected.entries()) {
    const key = keys[index];
    const got = key && fingerprintOf(key);
    if (got === fingerprint) continue;
    const consequence = 'under another key the people who were counted would be counted again';
    const fault = { setting: 'PSEUDONYM_KEY_FILE', expected: fingerprint, got, consequence };
    throw wrongKey({ what: described(index + 1), ...fault }, from);
  }
  const [first, ...others] = keys;
  return expected.length === 0 ? keys : [first, ...others.slice(0, expected.length - 1)];
}

/**
 * The name of a database's pseudonyms, which is equal where pseudonyms are made alike: their version, and the first 8
 * hexadecimal digits of the SHA-256 of the fingerprints of all keys up to it, such as `2.1f0a93bc`.
 */
export async function pseudonymsName(em: SqlEntityManager): Promise<string> {
  const fingerprints = await keptFingerprints(em);
  const digest = createHash('sha256').update(fingerprints.join(' ')).digest('hex');
  return `${Math.max(1, fingerprints.length)}.${digest.slice(0, 8)}`;
}
