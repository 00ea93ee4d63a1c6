import { messagePrice } from '../base/usual-prices.js';
import { addEndpoint, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import {
  handedOverRelease,
  handedOverSketches,
  type LinkAnswer,
  linkPath,
  maxMessageBytes,
  maxReleaseBytes,
  maxSketchBytes,
  ReleaseFault,
  type SentReceipt,
  signedMessage,
  type SignedMessage,
} from '@hub/protocol';

/** Thrown where an organisation's identity is wrong, or it is not linked. The code is stable. */
export class LinkRefused extends Error {
  constructor(
    readonly code: 'NOT_LINKED' | 'UNAUTHENTICATED' | 'WRONG_CLOCK',
    message: string,
  ) {
    super(message);
  }
}

/** The hub's side of the link. Its methods throw LinkRefused, or ReleaseFault where data are not as expected. */
export interface HubDesk {
  /** Receives an organisation's message; returns the data that the hub lacks, and its messages for the organisation. */
  exchange(signed: SignedMessage): Promise<LinkAnswer>;
  /** The organisation whose ticket is in `Authorization`. */
  organisationOf(authorization: string | undefined): string;
  /** Stores a release. */
  release(organisation: string, release: z.infer<typeof handedOverRelease>): Promise<SentReceipt>;
  /** Stores sealed sketches that the hub lacks. */
  sketches(organisation: string, sketches: z.infer<typeof handedOverSketches>): Promise<void>;
}

/** The size of a body without its contents. */
const wrapBytes = 4096;

/** Thrown with the fault of a malformed request. */
class NotUnderstood extends Error {}

/**
 * Adds the endpoints for organisations' data (docs/link-protocol.md): `POST link/v1/exchanges`, and, with the ticket
 * from its answer, `POST link/v1/releases` and `POST link/v1/sketches`, whose bodies are not read without a ticket.
 */
export function linkEndpoints(server: EndpointServer, desk: () => HubDesk): void {
  void server.register(
    namedPlugin('link', (endpoint: EndpointServer, _options, done) => {
      answerFaults(endpoint);
      const path = (what: string) => `/${linkPath}/${what}`;
      addEndpoint(endpoint, {
        method: 'POST',
        url: path('exchanges'),
        price: messagePrice(maxMessageBytes + wrapBytes),
        handler: ({ body }) => desk().exchange(read(signedMessage, body)),
      });
      const onRequest = (request: { headers: { authorization?: string } }, _reply: unknown, next: () => void) => {
        desk().organisationOf(request.headers.authorization);
        next();
      };
      addEndpoint(endpoint, {
        method: 'POST',
        url: path('releases'),
        onRequest,
        price: messagePrice(maxReleaseBytes),
        handler: ({ body, headers }) =>
          desk().release(desk().organisationOf(headers.authorization), read(handedOverRelease, body)),
      });
      addEndpoint(endpoint, {
        method: 'POST',
        url: path('sketches'),
        onRequest,
        price: messagePrice(maxSketchBytes + wrapBytes),
        handler: async ({ body, headers }, reply) => {
          await desk().sketches(desk().organisationOf(headers.authorization), read(handedOverSketches, body));
          return reply.code(204).send();
        },
      });
      done();
    }),
  );
}

function read<Read>(schema: z.ZodType<Read>, body: unknown): Read {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  const issues = error?.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`) ?? [];
  throw new NotUnderstood(`Not understood: ${issues.join('; ')}.`);
}

function answerFaults(endpoint: EndpointServer): void {
  endpoint.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply): FastifyReply => {
    const say = (status: number, code: string) => reply.code(status).send({ code, message: error.message });
    if (error instanceof LinkRefused) return say(error.code === 'NOT_LINKED' ? 403 : 401, error.code);
    if (error instanceof ReleaseFault) return say(422, error.code);
    if (error instanceof NotUnderstood) return say(400, 'BAD_USER_INPUT');
    if (error.statusCode === 413) return say(413, 'TOO_LARGE');
    if (error.statusCode !== undefined && error.statusCode < 500) return say(error.statusCode, 'BAD_USER_INPUT');
    request.log.error({ err: error }, 'cannot take what an organisation hands over');
    const message = `The hub could not do that: its log says why (request ${request.id}).`;
    return reply.code(500).send({ code: 'INTERNAL_SERVER_ERROR', message });
  });
}
