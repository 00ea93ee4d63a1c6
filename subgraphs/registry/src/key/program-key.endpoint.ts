import { addEndpoint, type Endpoints, lookPrice, messagePrice } from '@hub/kit';
import { badUserInput, programScopes } from '@hub/protocol';
import { z } from 'zod';
import { readAsked, refusing } from '../refusing.js';
import { openKeyBook } from './key-book.js';
import { type KeyRequest, readKeyRequest } from './key-request.js';
import { chosenScopes } from './key-scopes.js';
import { checkPurpose } from './named-purposes.js';
import { shownKey } from './shown-key.js';

const by = z.string().trim().min(1).max(200);
const creation = z.looseObject({ by });
const revocation = z.strictObject({ id: z.string().max(64), by });

/**
 * Adds the endpoints for operators whose token has the scope `keys`: `POST /operator/registry/keys` creates a key and
 * answers with its text, which is shown once; `GET` lists the usable ones, with `?all=true` also the others; `POST
 * /operator/registry/keys/revocations` revokes one.
 */
export function keyEndpoints({ operator, ...endpoints }: Endpoints): void {
  const book = openKeyBook(endpoints);
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/registry/keys',
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { by: createdBy, ...given } = readAsked(creation, request.body);
        const wanted: KeyRequest = readKeyRequest(given, book.today);
        await checkPurpose(wanted, book.agreementsFolder);
        const scopes = chosenScopes(wanted, programScopes(wanted.role));
        const { key, secret } = await book.create({ request: wanted, scopes, createdBy, owner: undefined });
        request.log.info({ key: key.id, role: key.role, by: createdBy }, 'created a key for a program');
        return { key: shownKey(key), secret };
      }),
  });
  addEndpoint<{ Querystring: { all?: string } }>(operator, {
    method: 'GET',
    url: '/operator/registry/keys',
    price: lookPrice,
    handler: async ({ query }) => ({
      keys: (await book.list(query.all === 'true')).map(shownKey),
    }),
  });
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/registry/keys/revocations',
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { id, by: revokedBy } = readAsked(revocation, request.body);
        const key = await book.revoke(id, revokedBy);
        if (!key) throw badUserInput(`id: expected the id of a key, got ${JSON.stringify(id)}.`);
        request.log.info({ key: id, by: revokedBy }, 'revoked a key for a program');
        return { key: shownKey(key) };
      }),
  });
}
