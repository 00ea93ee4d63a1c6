import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { ChainHead } from './chain.js';

const hash = z.string().regex(/^[\da-f]{64}$/);

/** The place of one record in a gateway's stream. */
const streamPlace = z.strictObject({
  /** 1 for the first record of a stream, and one more for each that follows. */
  sequence: z.int().min(1),
  /** The hash of the record before, as `nextEntry` makes it; the first has the hash of `emptyChain`. */
  before: hash,
  /** The gateway's signature of a record that it kept on disk, in base64. */
  signature: z.string().max(255).optional(),
});

export type StreamPlace = Readonly<z.infer<typeof streamPlace>>;

/**
 * Where the records of one commit stand in the stream of the gateway that sends them. The log takes each place once, and
 * notices a place that is missing or a record that was altered.
 */
export const recordStream = z.strictObject({
  /** One stream is of one process of a gateway. */
  id: z.uuid(),
  /** The id of the gateway's key, of records that are signed. */
  key: z.string().max(255).optional(),
  /** Whether the records were kept on disk; they must be signed where gateways sign. */
  kept: z.boolean(),
  /** One for each record, in the same order. */
  places: z.array(streamPlace).min(1).max(10_000),
});

export type RecordStream = Readonly<z.infer<typeof recordStream>>;

/** Signs a record's place in a stream, and by its hash the record. @param privateKey Ed25519. */
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
