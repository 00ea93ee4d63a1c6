import type { KeyObject } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import type { DatabasePlace } from './database-fault.js';
import { keep, kept } from './kept-identity.js';
import { fingerprintOf, type KeyPlace, wrongKey } from './key-fingerprint.js';
import { claimPseudonymKeys } from './pseudonym-versions.js';

/** The keys of a subgraph, where it has them, and the files that they were read from, for messages. */
export interface DatabaseKeys {
  readonly pseudonymKeys?: PseudonymKeys | undefined;
  /** Private, Ed25519. */
  readonly auditKey?: KeyObject | undefined;
  readonly pseudonymKeyFile?: string | undefined;
  readonly auditKeyFile?: string | undefined;
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
  const { pseudonymKeys, pseudonymKeyFile, auditKey, auditKeyFile } = given;
  return [
    ...(pseudonymKeys ? await claimPseudonymKeys(em, pseudonymKeys, { place, file: pseudonymKeyFile }) : []),
    ...(auditKey ? await claimAuditKey(em, auditKey, { place, file: auditKeyFile }) : []),
  ];
}

/** As `claimPseudonymKeys`, with what the audit log signs its anchors with. */
async function claimAuditKey(em: SqlEntityManager, key: KeyObject, from: KeyPlace): Promise<string[]> {
  const what = 'audit key';
  const got = fingerprintOf(key);
  const isNew = await keep(em, what, got);
  const expected = (await kept(em, what)) ?? got;
  const consequence = 'organisations refuse a log that is signed with another key';
  if (expected !== got) throw wrongKey({ what, setting: 'AUDIT_KEY_FILE', expected, got, consequence }, from);
  return isNew ? [`the database keeps the fingerprint of its ${what} from now on, ${got}, and refuses another`] : [];
}
