import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { NamedKey } from '../http-signature/signed-message.js';

/** The registry's signature over a text. */
export const textSignature = z.strictObject({ keyId: z.string().max(200), value: z.string().max(200) });

/** The registry's signature over a text. */
export type TextSignature = z.infer<typeof textSignature>;

/** The fault of a signature. */
export interface SignatureFault {
  readonly code: 'UNSIGNED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE';
  readonly message: string;
}

/** Signs a text with the registry's Ed25519 key; null without one. */
export function signText(text: string, key: NamedKey | undefined): TextSignature | null {
  return key ? { keyId: key.id, value: sign(null, Buffer.from(text), key.key).toString('base64url') } : null;
}

/**
 * Returns the fault of the signature over a text.
 * @param keys the registry's public keys by their ids; undefined where none are known, and then signatures are not
 * required.
 * @param what the name of the text, for messages.
 */
export function signatureFault(
  text: string,
  signature: TextSignature | null,
  keys: ReadonlyMap<string, KeyObject> | undefined,
  what: string,
): SignatureFault | undefined {
  if (!keys) return undefined;
  if (!signature) return { code: 'UNSIGNED', message: `Expected ${what} that the registry signed, but got none.` };
  const key = keys.get(signature.keyId);
  if (!key) {
    const known = [...keys.keys()].join(', ');
    const message = `Expected a signature under one of ${known}, but got ${JSON.stringify(signature.keyId)}.`;
    return { code: 'UNKNOWN_KEY', message };
  }
  if (verify(null, Buffer.from(text), key, Buffer.from(signature.value, 'base64url'))) return undefined;
  return { code: 'BAD_SIGNATURE', message: `Expected the signature of ${signature.keyId}, but got another.` };
}
