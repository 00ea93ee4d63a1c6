import type { KeyObject } from 'node:crypto';
import type { NamedKey } from '../http-signature/signed-message.js';
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import { ReleaseFault } from './release-format.js';

/** An organisation's public keys by their ids, including former ones. */
export type ReleaseKeys = ReadonlyMap<string, KeyObject>;

/**
 * Signs a header's canonical text with an organisation's Ed25519 key.
 * @returns a detached JWS in compact form: `PROTECTED..SIGNATURE`, the key's id in the protected header.
 * @see https://www.rfc-editor.org/rfc/rfc7515#appendix-F
 */
export async function signHeader(text: string, { id, key }: NamedKey): Promise<string> {
  const whole = await new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'EdDSA', kid: id }).sign(key);
  const [head, , signature] = whole.split('.');
  return `${head}..${signature}`;
}

/**
 * Verifies the signature of a header's canonical text.
 * @returns the id of the key that signed it.
 * @throws ReleaseFault `BAD_SIGNATURE` or `UNKNOWN_KEY`
 */
export async function verifySignature(text: string, signature: string, keys: ReleaseKeys): Promise<string> {
  const [head = '', payload, value = '', ...more] = signature.split('.');
  if (payload !== '' || more.length > 0) {
    throw new ReleaseFault(
      'BAD_SIGNATURE',
      'Expected a detached JWS, as PROTECTED..SIGNATURE, but got something else.',
    );
  }
  const keyId = keyIdIn(signature);
  const key = keyId === undefined ? undefined : keys.get(keyId);
  if (keyId === undefined || key === undefined) {
    throw new ReleaseFault(
      'UNKNOWN_KEY',
      `Expected a signature under one of the keys ${[...keys.keys()].join(', ') || '(none)'}, but it names ${keyId ?? 'none'}.`,
    );
  }
  const whole = `${head}.${Buffer.from(text).toString('base64url')}.${value}`;
  try {
    await compactVerify(whole, key, { algorithms: ['EdDSA'] });
  } catch (error) {
    throw new ReleaseFault(
      'BAD_SIGNATURE',
      `Expected a signature of this header under the key ${keyId}, but got another (${(error as Error).message}).`,
    );
  }
  return keyId;
}

/** The id of the key that a signature names; undefined where it names none. */
export function keyIdOf(signature: string): string | undefined {
  try {
    return decodeProtectedHeader(signature).kid;
  } catch {
    return undefined;
  }
}

function keyIdIn(signature: string): string | undefined {
  try {
    return decodeProtectedHeader(signature).kid;
  } catch (error) {
    throw new ReleaseFault('BAD_SIGNATURE', `Expected a JWS with a protected header: ${(error as Error).message}.`);
  }
}
