import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { keyId, type NamedKey } from '@hub/protocol';

/** A key of the vectors: everybody knows it, for its private half is 32 times one byte. */
export interface TestKey {
  /** What it stands for. */
  readonly use: string;
  readonly byte: number;
  readonly curve: 'Ed25519' | 'X25519';
}

/** Who has which key in the vectors. */
export const testKeys = {
  organisation: { use: 'the organisation signs releases, messages and answers', byte: 1, curve: 'Ed25519' },
  foreign: { use: 'nobody trusts it', byte: 2, curve: 'Ed25519' },
  gateway: { use: 'the gateway signs offers of sessions and receipts', byte: 3, curve: 'Ed25519' },
  movement: { use: 'movement signs what it hands to organisations', byte: 4, curve: 'Ed25519' },
  gatewayEphemeral: { use: "the gateway's part of a session", byte: 5, curve: 'X25519' },
  organisationEphemeral: { use: "the organisation's part of a session", byte: 6, curve: 'X25519' },
  movementSealing: { use: 'sketches are sealed to it', byte: 7, curve: 'X25519' },
  organisationSealing: { use: 'envelopes are sealed to it', byte: 8, curve: 'X25519' },
  otherSealing: { use: "another organisation's", byte: 9, curve: 'X25519' },
} as const satisfies Record<string, TestKey>;

/** The name of a key in the vectors. */
export type TestKeyName = keyof typeof testKeys;

/** What PKCS #8 says before the 32 bytes of a private key. */
const prefixes = { Ed25519: '302e020100300506032b657004220420', X25519: '302e020100300506032b656e04220420' };

/** The private key of a name. */
export function privateKeyOf(name: TestKeyName): KeyObject {
  const { byte, curve } = testKeys[name];
  const key = Buffer.concat([Buffer.from(prefixes[curve], 'hex'), Buffer.alloc(32, byte)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** The public key of a name. */
export function publicKeyOf(name: TestKeyName): KeyObject {
  return createPublicKey(privateKeyOf(name));
}

/** A key to sign with. */
export function signingKeyOf(name: TestKeyName): NamedKey {
  return { id: keyId(publicKeyOf(name)), key: privateKeyOf(name) };
}

/** `keys.json`: all of them as JWK, private halves included. */
export function keyVectors(): object {
  return {
    warning: 'Test keys. Everybody knows them: never trust one of them, and seal nothing to one of them.',
    keys: Object.entries(testKeys).map(([name, { use }]) => {
      const { kty, crv, x, d } = privateKeyOf(name as TestKeyName).export({ format: 'jwk' });
      return {
        name,
        use,
        jwk: { kty, crv, x, d },
        ...(crv === 'Ed25519' && { keyId: keyId(publicKeyOf(name as TestKeyName)) }),
      };
    }),
  };
}
