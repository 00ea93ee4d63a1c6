import type { KeyObject } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';
import { keep, kept } from './kept-identity.js';
import { fingerprintOf, type KeyPlace, wrongKey } from './key-fingerprint.js';
import { claimPseudonymKeys } from './pseudonym-versions.js';

/** The keys of a subgraph, if it has them, and their files, for messages. */
export interface DatabaseKeys {
  readonly pseudonymKeys?: PseudonymKeys | undefined;
  /** A private Ed25519 key. */
  readonly auditKey?: KeyObject | undefined;
  readonly pseudonymKeyFile?: string | undefined;
  readonly auditKeyFile?: string | undefined;
}

/**
 * Stores an organisation, its root place and the fingerprints of its keys in a database without an owner.
 * @returns the newly stored values, each a line for the log.
 * @throws StartFailure where the database has another root place, or (WrongKey) another key's fingerprint.
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
  const { pseudonymKeys, pseudonymKeyFile, auditKey, auditKeyFile } = given;
  return [
    ...(pseudonymKeys ? await claimPseudonymKeys(em, pseudonymKeys, { place, file: pseudonymKeyFile }) : []),
    ...(auditKey ? await claimAuditKey(em, auditKey, { place, file: auditKeyFile }) : []),
  ];
}

/** Does the same as `claimPseudonymKeys` for the key that signs the audit log's anchors. */
async function claimAuditKey(em: SqlEntityManager, key: KeyObject, from: KeyPlace): Promise<string[]> {
  const what = 'audit key';
  const got = fingerprintOf(key);
  const isNew = await keep(em, what, got);
  const expected = (await kept(em, what)) ?? got;
  const consequence = 'organisations refuse a log that is signed with another key';
  if (expected !== got) throw wrongKey({ what, setting: 'AUDIT_KEY_FILE', expected, got, consequence }, from);
  return isNew ? [`the database keeps the fingerprint of its ${what} from now on, ${got}, and refuses another`] : [];
}
