import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { keep } from './kept-identity.js';
import { fingerprintOf, type KeyPlace, wrongKey } from './key-fingerprint.js';

/** Under what a database keeps the fingerprint of the key of a version. */
function nameOf(version: number): string {
  return version === 1 ? 'pseudonym key' : `pseudonym key ${version}`;
}

/** What the key of a version is called in messages. */
function described(version: number): string {
  return version === 1 ? 'pseudonym key' : `pseudonym key of version ${version}`;
}

/**
 * The fingerprints of the keys that a database's pseudonyms were made with, in the order of their versions: as many as the
 * version that its pseudonyms are of. Empty before it keeps any.
 */
export async function keptFingerprints(em: SqlEntityManager): Promise<readonly string[]> {
  const rows: { readonly value: string }[] = await em.execute(
    `select value from hub_identity where name = 'pseudonym key' or name like 'pseudonym key %'
     order by coalesce(substring(name from '[0-9]+$')::int, 1)`,
  );
  return rows.map(({ value }) => value);
}

/** Has a database keep the fingerprint of a version's key: its pseudonyms are of that version from now on. */
export async function keepVersion(em: SqlEntityManager, version: number, key: Buffer): Promise<void> {
  await keep(em, nameOf(version), fingerprintOf(key));
}

/**
 * Has a database that keeps none yet keep the fingerprints of all keys, and compares the keys with those that it keeps.
 * @returns what it keeps from now on, each a line for the log.
 * @throws WrongKey where the data were made with others.
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
 * Of the keys that a subgraph has, those that its database's pseudonyms are made with: one for each version until that of
 * the pseudonyms. Later ones wait for a rotation. All, where the database keeps no fingerprint.
 * @throws WrongKey where one of them is missing, or another.
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
 * What a database's pseudonyms are called wherever it matters that others' are made alike: their version, and the first 8
 * hexadecimal digits of the SHA-256 of the fingerprints of all keys until then, as in `2.1f0a93bc`.
 */
export async function pseudonymsName(em: SqlEntityManager): Promise<string> {
  const fingerprints = await keptFingerprints(em);
  const digest = createHash('sha256').update(fingerprints.join(' ')).digest('hex');
  return `${Math.max(1, fingerprints.length)}.${digest.slice(0, 8)}`;
}
