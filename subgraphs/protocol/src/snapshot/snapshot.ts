import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { organisationCode, organisationSaid } from '../organisations/organisation-record.js';
import type { NamedKey } from '../http-signature/signed-message.js';
import { signatureFault, signText, textSignature } from './signed-text.js';

/** The states of an organisation's link to the hub. */
export const linkStates = ['INVITED', 'CHECKING', 'LIVE', 'SUSPENDED', 'LEFT'] as const;

/** A state of an organisation's link. */
export type LinkState = (typeof linkStates)[number];

/** A public Ed25519 key in PEM. */
export const publicKeyPem = z.string().max(1000).refine(isPublicKey, 'expected a public Ed25519 key in PEM');

function isPublicKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/**
 * The author of an organisation's record: the organisation, by publishing at the registry, or the operator, in a
 * folder.
 */
export const recordSources = ['ITSELF', 'OPERATOR'] as const;

const published = organisationSaid.extend({
  code: organisationCode,
  source: z.enum(recordSources).default('ITSELF'),
  /** The contact for questions about it; null where the operator's record has none. */
  contact: organisationSaid.shape.contact.nullable(),
  state: z.enum(linkStates),
  /** The province's day on which it left; null where it did not. */
  leftOn: z.iso.date().nullable().default(null),
  /** Its public signing keys in PEM, including former ones, each with its validity. */
  keys: z.array(z.strictObject({ publicKey: publicKeyPem, from: z.string(), until: z.string().nullable() })),
  /** The text of its file of agreements; null where it has none. */
  agreements: z.string().nullable(),
  /** Its layouts of records in pages, for `readPages`; null where it has none. */
  pages: z.string().nullable().default(null),
});

/** An organisation in the registry. */
export type PublishedOrganisation = z.infer<typeof published>;

/** The registry's complete, numbered description of all linked organisations. */
export const registrySnapshot = z.strictObject({
  format: z.literal(1),
  /** Each is one more than the one before. */
  number: z.int().min(1),
  at: z.iso.datetime(),
  /** All organisations that publish at the registry or are in the operator's folders. */
  organisations: z.array(published),
  /** The supergraph of all live organisations. */
  supergraph: z.string().min(1),
});

/** The registry's complete description of all linked organisations. */
export type RegistrySnapshot = z.infer<typeof registrySnapshot>;

/**
 * A snapshot as sent and stored: its text, and the registry's signature over it; null where the registry does not sign.
 */
export const signedSnapshot = z.strictObject({
  snapshot: z.string().min(1),
  signature: textSignature.nullable(),
});

/** A snapshot as sent and stored. */
export type SignedSnapshot = z.infer<typeof signedSnapshot>;

/** Thrown where a snapshot is invalid; the former one stays in use. The code is stable. */
export class SnapshotFault extends Error {
  override readonly name = 'SnapshotFault';
  constructor(
    readonly code: 'UNREADABLE' | 'UNSIGNED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' | 'OLDER' | 'TWO_ORGANISATIONS',
    message: string,
  ) {
    super(message);
  }
}

/** Signs a snapshot with the registry's Ed25519 key; leaves it unsigned without one. */
export function signSnapshot(snapshot: RegistrySnapshot, key: NamedKey | undefined): SignedSnapshot {
  const said = JSON.stringify(snapshot);
  return { snapshot: said, signature: signText(said, key) };
}

/**
 * Reads a snapshot.
 * @param keys the registry's public keys by their ids; undefined where none are known, and then signatures are not
 * required.
 * @param after the number of the snapshot in use; 0 before any.
 * @throws SnapshotFault
 */
export function readSnapshot(
  given: unknown,
  keys: ReadonlyMap<string, KeyObject> | undefined,
  after: number,
): RegistrySnapshot {
  const sent = signedSnapshot.safeParse(given);
  if (!sent.success) throw new SnapshotFault('UNREADABLE', `Expected a snapshot: ${z.prettifyError(sent.error)}`);
  const { snapshot: said, signature } = sent.data;
  const fault = signatureFault(said, signature, keys, 'a snapshot');
  if (fault) throw new SnapshotFault(fault.code, fault.message);
  const read = registrySnapshot.safeParse(parsed(said));
  if (!read.success) throw new SnapshotFault('UNREADABLE', `Expected a snapshot: ${z.prettifyError(read.error)}`);
  const { number } = read.data;
  if (number < after) throw new SnapshotFault('OLDER', `Expected snapshot ${after} or a later one, but got ${number}.`);
  return read.data;
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch (error) {
    throw new SnapshotFault('UNREADABLE', `Expected a snapshot in JSON: ${(error as Error).message}`);
  }
}
