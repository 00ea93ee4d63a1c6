import type { NamedKey } from '@hub/schema';
import { CompactSign } from 'jose';

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
