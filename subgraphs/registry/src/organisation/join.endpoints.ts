import { addEndpoint, messagePrice, type OpenEndpoints } from '@hub/kit';
import {
  clientError,
  examinedSchema,
  linkPath,
  maxSchemaBytes,
  organisationCode,
  organisationSaid,
  publicKeyPem,
} from '@hub/protocol';
import { z } from 'zod';
import { checkAgreements, checkSyntax } from '../check/read-in-cage.js';
import { readAsked, refusing } from '../refusing.js';
import { openOrganisations } from './open-organisations.js';

/** The largest file of agreements that gateways read. */
const maxAgreements = 32 * 1024;

/** The invitation; the rest of the request is read only once it is valid. */
const invited = z.looseObject({ secret: z.string().min(1).max(200), code: organisationCode });
const joining = z.strictObject({
  secret: z.string().min(1).max(200),
  code: organisationCode,
  said: organisationSaid,
  publicKey: publicKeyPem,
  agreements: z.string().max(maxAgreements).nullable(),
  schema: z.string().max(maxSchemaBytes).nullable(),
  /** The result of examining the endpoint against the protocol, for the operator who accepts it. */
  examined: examinedSchema.optional(),
});

/** Adds the endpoint where invited organisations join: `POST link/v1/joins`, with the secret of an invitation. */
export function joinEndpoints(endpoints: OpenEndpoints): void {
  const { server } = endpoints;
  const { book, reachable } = openOrganisations(endpoints);
  addEndpoint(server, {
    method: 'POST',
    url: `/${linkPath}/joins`,
    price: messagePrice(3 * maxSchemaBytes),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const opening = readAsked(invited, request.body);
        await book().expectInvitation(opening.secret, opening.code);
        const { secret, ...given } = readAsked(joining, request.body);
        if (given.said.endpoint !== null) reachable.refuseInward(given.said.endpoint);
        if ((given.said.linkedBy === 'records') !== (given.said.endpoint !== null && given.schema !== null)) {
          throw badInput('said.linkedBy: expected records with an endpoint and a schema, or figures with neither.');
        }
        if (given.agreements !== null) await checkAgreements(given.agreements, given.code);
        if (given.schema !== null) await checkSyntax(given.schema);
        await book().join(secret, given);
        request.log.info({ organisation: given.code }, 'an organisation joined, and waits to be accepted');
        return { code: given.code, state: 'CHECKING' };
      }),
  });
}

const badInput = (message: string) => clientError('BAD_USER_INPUT', message);
