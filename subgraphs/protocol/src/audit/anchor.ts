import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Anchor } from './audit-anchor.js';
import type { ChainHead } from './chain.js';

/** @param privateKey an Ed25519 key. */
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
