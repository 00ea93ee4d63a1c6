import { generateKeyPairSync } from 'node:crypto';
import { keyId, type NamedKey, newEphemeral, sessionPath } from '@hub/protocol';
import type { Group } from './check.js';
import { again, type Refusals, unsigned } from './refusals.js';
import type { Signing, ExaminedSubgraph } from './examined.js';

/** The check that all others depend on. */
export const granted = 'an offer of a trusted gateway is granted, and the grant is signed';

/** A key that no subgraph trusts. */
export function strangersKey(): NamedKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { id: keyId(publicKey), key: privateKey };
}

/** Checks that the subgraph agrees on sessions with trusted gateways only. */
export function sessionChecks(subgraph: ExaminedSubgraph, refusals: Refusals): Group {
  const { name: audience, key } = subgraph.options;
  const offer = (more: object = {}) => ({ audience, publicKey: newEphemeral().publicKey, ...more });
  const refused = (name: string, said: object, signing: Signing = {}) => ({
    name,
    run: async () => {
      refusals.expect(await subgraph.own(sessionPath, said, signing));
    },
  });
  const stranger = strangersKey();
  return {
    name: 'sessions',
    page: 'docs/protocol/sessions.md',
    checks: [
      {
        name: granted,
        run: async () => {
          await subgraph.session();
        },
      },
      refused('an offer without a signature is refused', offer(), { change: unsigned }),
      refused('an offer under a foreign key is refused', offer(), { key: stranger }),
      refused('an offer that names a trusted key and is signed with another is refused', offer(), {
        key: { ...stranger, id: key.id },
      }),
      refused('an offer that is meant for another subgraph is refused', offer({ audience: `${audience}-2` })),
      refused('an offer that has expired is refused', offer(), { created: -61 }),
      refused('an offer that is good for too long is refused', offer(), { goodFor: 90 }),
      refused('an offer from the future is refused', offer(), { created: 90 }),
      refused('an offer whose body was changed is refused', offer(), {
        change: (request) => ({ ...request, body: JSON.stringify(offer()) }),
      }),
      refused('an offer without a public key is refused', { audience }),
      refused('an offer with a public key that keeps no secret is refused', offer({ publicKey: 'A'.repeat(43) })),
      {
        name: 'an offer that comes again is refused',
        run: async () => {
          refusals.expect(await again(subgraph, await subgraph.own(sessionPath, offer())));
        },
      },
    ],
  };
}
