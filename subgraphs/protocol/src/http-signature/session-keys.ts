import {
  createHash,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** One side's part of an agreement, made for this agreement only. */
export interface Ephemeral {
  /** The public key of X25519 for the other side, in base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** The keys with which two sides sign each other's messages, by `hmac-sha256`. */
export interface SessionKeys {
  readonly requests: KeyObject;
  readonly answers: KeyObject;
}

export function newEphemeral(): Ephemeral {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: publicKey.export({ format: 'jwk' }).x as string, privateKey };
}

/**
 * Derives the keys of both sides (X25519, then HKDF with SHA-256).
 * @param peer the other side's public key.
 * @param transcript the signed messages of both sides: sides with different messages derive different keys.
 * @throws Error when `peer` is a public key that keeps no secret.
 */
export function agreeOnKeys({ privateKey }: Ephemeral, peer: string, transcript: string): SessionKeys {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: peer }, format: 'jwk' });
  const secret = diffieHellman({ privateKey, publicKey });
  const salt = createHash('sha256').update(transcript).digest();
  const derive = (info: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, salt, info, 32)));
  return { requests: derive('hub session 1 requests'), answers: derive('hub session 1 answers') };
}
