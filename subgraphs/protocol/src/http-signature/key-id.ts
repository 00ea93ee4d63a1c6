import { createHash, type KeyObject } from 'node:crypto';

/**
 * The name of a public key for both sides.
 * @see https://www.rfc-editor.org/rfc/rfc7638 its thumbprint
 */
export function keyId(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
}
