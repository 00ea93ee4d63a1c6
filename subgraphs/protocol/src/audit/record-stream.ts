import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { ChainHead } from './chain.js';

const hash = z.string().regex(/^[\da-f]{64}$/);

/** The place of one record in a gateway's stream. */
const streamPlace = z.strictObject({
  /** 1 for the first record of a stream, and one more for each that follows. */
  sequence: z.int().min(1),
  /** The hash of the record before, from `nextEntry`; the first has the hash of `emptyChain`. */
  before: hash,
  /** The gateway's signature of a record that was stored on disk, in base64. */
  signature: z.string().max(255).optional(),
});

export type StreamPlace = Readonly<z.infer<typeof streamPlace>>;

/**
 * The places of one commit's records in the sending gateway's stream. The log accepts each place once, and notices a
 * missing place or an altered record.
 */
export const recordStream = z.strictObject({
  /** One stream belongs to one process of a gateway. */
  id: z.uuid(),
  /** The id of the gateway's key, for signed records. */
  key: z.string().max(255).optional(),
  /** Whether the records were stored on disk; then they must be signed where gateways sign. */
  kept: z.boolean(),
  /** One for each record, in the same order. */
  places: z.array(streamPlace).min(1).max(10_000),
});

export type RecordStream = Readonly<z.infer<typeof recordStream>>;

/** Signs a record's place in a stream and, through its hash, the record. @param privateKey an Ed25519 key. */
export function signPlace(stream: string, head: ChainHead, privateKey: KeyObject): string {
  return sign(null, textOf(stream, head), privateKey).toString('base64');
}

/** Whether a record's place was signed with a key. */
export function isSignedPlace(stream: string, head: ChainHead, signature: string, publicKey: KeyObject): boolean {
  return verify(null, textOf(stream, head), publicKey, Buffer.from(signature, 'base64'));
}

function textOf(stream: string, { sequence, hash: of }: ChainHead): Buffer {
  return Buffer.from(`hub audit record\n${stream}\n${sequence}\n${of}`);
}
