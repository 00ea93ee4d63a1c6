import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyIdOf } from '@hub/protocol';
import type { Register } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import type { PublicKey } from './publication.type.js';

/** By what publications name their publisher. */
const publisher = 'movement';

/**
 * The public keys by which a publication and the releases that it rests on are verified, its own first. A key that the hub
 * does not have any more is left out.
 */
export function publicKeysOf(
  signature: string,
  releases: readonly TakenRelease[],
  { signingKey, keysOf }: Pick<Register, 'signingKey' | 'keysOf'>,
): PublicKey[] {
  const keyId = keyIdOf(signature) ?? '';
  const own = signingKey?.id === keyId ? createPublicKey(signingKey.key) : keysOf(publisher).get(keyId)?.key;
  return [
    ...(own ? [shown(publisher, keyId, own)] : []),
    ...releases.flatMap(({ organisation, keyId: id }) => {
      const found = keysOf(organisation).get(id)?.key;
      return found ? [shown(organisation, id, found)] : [];
    }),
  ];
}

function shown(organisationCode: string, keyId: string, key: KeyObject): PublicKey {
  return { organisationCode, keyId, pem: key.export({ type: 'spki', format: 'pem' }).toString() };
}
