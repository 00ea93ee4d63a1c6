import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartFailure } from '../start-failure.js';
import type { DatabasePlace } from './database-fault.js';

/** The keys that a database's data were made with, as `hub_identity` names them. */
const keyNames = { pseudonymKey: 'pseudonym key', auditKey: 'audit key' } as const;

/** Where a key comes from, and what happens under another. */
const keys = {
  pseudonymKey: {
    setting: 'PSEUDONYM_KEY_FILE',
    consequence: 'under another key the people who were counted would be counted again',
  },
  auditKey: {
    setting: 'AUDIT_KEY_FILE',
    consequence: 'organisations refuse a log that is signed with another key',
  },
} as const;

/** The keys of a subgraph, where it has them, and the files that they were read from, for messages. */
export interface DatabaseKeys {
  readonly pseudonymKey?: Buffer | undefined;
  /** Private, Ed25519. */
  readonly auditKey?: KeyObject | undefined;
  readonly pseudonymKeyFile?: string | undefined;
  readonly auditKeyFile?: string | undefined;
}

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

/**
 * Has a database keep its organisation, its root place and the fingerprints of its keys, where it keeps none yet.
 * @returns what it keeps from now on, each a line for the log.
 * @throws StartFailure where it keeps another root place, or (WrongKey) another key's.
 */
export async function claimDatabase(
  em: SqlEntityManager,
  {
    organisation,
    place,
    rootPlace,
    ...given
  }: DatabaseKeys & { readonly organisation: string; readonly place: DatabasePlace; readonly rootPlace: string },
): Promise<string[]> {
  await keep(em, 'organisation', organisation);
  await keep(em, 'root place', rootPlace);
  const expected = await kept(em, 'root place');
  if (expected !== rootPlace)
    throw new StartFailure(
      `Expected ROOT_PLACE to be ${expected}, whose data are in ${place.where}, but got ${rootPlace}. Figures of two places never mix: correct ROOT_PLACE, or use another database.`,
      2,
    );
  const lines: string[] = [];
  for (const which of ['pseudonymKey', 'auditKey'] as const) {
    const key = given[which];
    if (!key) continue;
    const isNew = await keep(em, keyNames[which], fingerprintOf(key));
    if (isNew)
      lines.push(
        `the database keeps the fingerprint of its ${keyNames[which]} from now on, ${fingerprintOf(key)}, and refuses another`,
      );
    await refuseOtherKey(em, which, key, { place, file: given[`${which}File`] });
  }
  return lines;
}

/**
 * Compares a key with the one that a database's data were made with, if it keeps that one's fingerprint.
 * @throws WrongKey where it is another.
 */
export async function refuseOtherKey(
  em: SqlEntityManager,
  which: keyof typeof keyNames,
  key: Buffer | KeyObject,
  { place, file }: { readonly place?: DatabasePlace; readonly file?: string | undefined } = {},
): Promise<void> {
  const expected = await kept(em, keyNames[which]);
  const got = fingerprintOf(key);
  if (expected === undefined || expected === got) return;
  const { setting, consequence } = keys[which];
  const where = place?.where ?? 'the database';
  const from = file === undefined ? setting : `${setting} (${file})`;
  throw new WrongKey(
    `Expected the ${keyNames[which]} with the fingerprint ${expected}, with which the data in ${where} were made, but ${from} has the one with ${got}. Put the former key back: ${consequence}.`,
    2,
  );
}

/** What a database keeps under a name; undefined where it keeps nothing. */
export async function kept(em: SqlEntityManager, name: string): Promise<string | undefined> {
  const rows: { readonly value: string }[] = await em.execute('select value from hub_identity where name = ?', [name]);
  return rows[0]?.value;
}

/** @returns whether nothing was kept under the name before. */
async function keep(em: SqlEntityManager, name: string, value: string): Promise<boolean> {
  if ((await kept(em, name)) !== undefined) return false;
  const added: unknown[] = await em.execute(
    'insert into hub_identity (name, value) values (?, ?) on conflict do nothing returning name',
    [name, value],
  );
  return added.length > 0;
}
