import {
  clientError,
  isLinkLocalUrl,
  linkPath,
  mostClockDifferenceMs,
  type OpenDoors,
  organisationCode,
  organisationSaid,
  publicKeyPem,
  readAgreements,
  ReleaseFault,
  signedMessage,
  verifySignature,
} from '@hub/kit';
import { parse } from 'graphql';
import { z } from 'zod';
import { checkInputs } from '../check/check-inputs.js';
import { openOrganisations } from './open-organisations.js';
import { refuseWhatBreaks } from './refuse-what-breaks.js';
import { readAsked, refusing } from '../refusing.js';

/** The most that a schema measures, in characters. */
const maxSchema = 1024 * 1024;
/** The most that a file of agreements measures, as gateways read it. */
const maxAgreements = 32 * 1024;

const joining = z.strictObject({
  secret: z.string().min(1).max(200),
  code: organisationCode,
  said: organisationSaid,
  publicKey: publicKeyPem,
  agreements: z.string().max(maxAgreements).nullable(),
  schema: z.string().max(maxSchema).nullable(),
});

const publishing = z.strictObject({
  format: z.literal(1),
  organisation: organisationCode,
  at: z.iso.datetime(),
  kind: z.enum(['AGREEMENTS', 'SCHEMA']),
  content: z.string().min(1).max(maxSchema),
});

/**
 * Adds what organisations say of themselves at: `POST link/v1/joins`, with the secret of an invitation, and `POST
 * link/v1/documents`, signed by a key of the organisation's.
 */
export function joinRoutes(doors: OpenDoors): void {
  const { server, now } = doors;
  const { book } = openOrganisations(doors);
  const inputs = checkInputs(doors);
  const isLoopbackTaken = process.env['NODE_ENV'] === 'development';
  const options = { bodyLimit: 3 * maxSchema };
  server.post(`/${linkPath}/joins`, options, (request, reply) =>
    refusing(request, reply, async () => {
      const { secret, ...given } = readAsked(joining, request.body);
      if (given.said.endpoint !== null) refuseInward(given.said.endpoint, isLoopbackTaken);
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
  server.post(`/${linkPath}/documents`, options, (request, reply) =>
    refusing(request, reply, async () => {
      const { message, signature } = readAsked(signedMessage, request.body);
      const { organisation, at, kind, content } = readAsked(publishing, parsed(message));
      await verifySignature(message, signature, await book().keysOf(organisation)).catch((error: unknown) => {
        throw error instanceof ReleaseFault ? clientError('UNAUTHENTICATED', error.message) : error;
      });
      if (Math.abs(now().getTime() - Date.parse(at)) > mostClockDifferenceMs) {
        throw clientError('UNAUTHENTICATED', `Expected a message of the last five minutes, but it is of ${at}.`);
      }
      if (kind === 'AGREEMENTS') checkAgreements(content, organisation);
      else await refuseWhatBreaks(inputs, organisation, content);
      const version = await book().publish(organisation, kind, content, organisation);
      request.log.info({ organisation, kind, version }, 'an organisation published');
      return { organisation, kind, version };
    }),
  );
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    throw badInput(`message: expected JSON: ${(error as Error).message}`);
  }
}

const badInput = (message: string) => clientError('BAD_USER_INPUT', message);

function checkAgreements(text: string, organisation: string): void {
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

/** Refuses an address that points inward: nobody may have the gateway ask what only it can reach. */
function refuseInward(endpoint: string, isLoopbackTaken: boolean): void {
  const { hostname } = new URL(endpoint);
  const isLoopback = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  if (isLinkLocalUrl(endpoint) || /^(0\.0\.0\.0|\[::\])$/.test(hostname) || (isLoopback && !isLoopbackTaken)) {
    throw badInput(`said.endpoint: expected an address that others can reach, got ${endpoint}.`);
  }
}
