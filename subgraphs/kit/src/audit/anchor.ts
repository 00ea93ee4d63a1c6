import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { ChainHead } from './chain.js';

/** How far the audit log had come at a time, signed by who keeps it, for others to keep. */
export interface Anchor extends ChainHead {
  /** ISO 8601. */
  readonly at: string;
  /** The signer's Ed25519 key: SPKI, in base64. */
  readonly publicKey: string;
  /** In base64. */
  readonly signature: string;
}

/** An anchor as it comes from elsewhere. */
export const anchorSchema = z.object({
  sequence: z.int().min(0),
  hash: z.string().regex(/^[\da-f]{64}$/),
  at: z.iso.datetime(),
  publicKey: z.base64(),
  signature: z.base64(),
});

/** @param privateKey Ed25519. */
export function signAnchor({ sequence, hash }: ChainHead, privateKey: KeyObject, now: Date): Anchor {
  const at = now.toISOString();
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  const signature = sign(null, textOf({ sequence, hash, at }), privateKey).toString('base64');
  return { sequence, hash, at, publicKey, signature };
}

/** Whether an anchor was signed with the key that it names. */
export function isSigned({ publicKey, signature, ...what }: Anchor): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, textOf(what), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function textOf({ sequence, hash, at }: Pick<Anchor, 'sequence' | 'hash' | 'at'>): Buffer {
  return Buffer.from(`hub audit anchor\n${sequence}\n${hash}\n${at}`);
}
