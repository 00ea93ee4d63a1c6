import { type OpenEndpoints } from '@hub/kit';
import {
  clientError,
  examinedSchema,
  linkPath,
  maxSchemaBytes,
  organisationCode,
  organisationSaid,
  publicKeyPem,
  readAgreements,
} from '@hub/protocol';
import { parse } from 'graphql';
import { z } from 'zod';
import { readAsked, refusing } from '../refusing.js';
import { openOrganisations } from './open-organisations.js';
import { refuseInward } from './reachable.js';

/** The most that a file of agreements measures, as gateways read it. */
const maxAgreements = 32 * 1024;

const joining = z.strictObject({
  secret: z.string().min(1).max(200),
  code: organisationCode,
  said: organisationSaid,
  publicKey: publicKeyPem,
  agreements: z.string().max(maxAgreements).nullable(),
  schema: z.string().max(maxSchemaBytes).nullable(),
  /** How the endpoint was held against the protocol: whoever accepts it is told. */
  examined: examinedSchema.optional(),
});

/** Adds where invited organisations join: `POST link/v1/joins`, with the secret of an invitation. */
export function joinEndpoints(endpoints: OpenEndpoints): void {
  const { server } = endpoints;
  const { book } = openOrganisations(endpoints);
  server.post(`/${linkPath}/joins`, { bodyLimit: 3 * maxSchemaBytes }, (request, reply) =>
    refusing(request, reply, async () => {
      const { secret, ...given } = readAsked(joining, request.body);
      if (given.said.endpoint !== null) refuseInward(given.said.endpoint);
      if ((given.said.linkedBy === 'records') !== (given.said.endpoint !== null && given.schema !== null)) {
        throw badInput('said.linkedBy: expected records with an endpoint and a schema, or figures with neither.');
      }
      if (given.agreements !== null) checkAgreements(given.agreements, given.code);
      if (given.schema !== null) checkSyntax(given.schema);
      await book().join(secret, given);
      request.log.info({ organisation: given.code }, 'an organisation joined, and waits to be accepted');
      return { code: given.code, state: 'CHECKING' };
    }),
  );
}

const badInput = (message: string) => clientError('BAD_USER_INPUT', message);

/** @throws GraphQLError `BAD_USER_INPUT` where a text is no file of an organisation's agreements. */
export function checkAgreements(text: string, organisation: string): void {
  const { agreements, problems } = readAgreements(text, 'agreements.yaml');
  if (problems) throw badInput(problems.join('\n'));
  if (agreements.organisation !== organisation) {
    throw badInput(`agreements.yaml: organisation: expected ${organisation}, got ${agreements.organisation}`);
  }
}

function checkSyntax(sdl: string): void {
  try {
    parse(sdl, { noLocation: true, maxTokens: 200_000 });
  } catch (error) {
    throw badInput(`schema: ${(error as Error).message}`);
  }
}
