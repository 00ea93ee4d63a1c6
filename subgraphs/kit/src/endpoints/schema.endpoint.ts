import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice } from '../base/usual-prices.js';
import type { FastifyReply } from 'fastify';

/**
 * Adds `GET /operator/schema`, which answers with the subgraph's schema; `_service`, with the same schema, answers
 * gateways only.
 */
export function schemaEndpoint(operator: EndpointServer, sdl: () => string | undefined): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/schema',
    price: lookPrice,
    handler: (_request, reply) => answerSchema(reply, sdl()),
  });
}

/** Sends a schema; status 503 if it is unknown, because the system behind the subgraph was not reached yet. */
export function answerSchema(reply: FastifyReply, sdl: string | undefined): FastifyReply {
  if (sdl !== undefined) return reply.send({ sdl });
  return reply.code(503).send({ code: 'UPSTREAM_NO_SCHEMA', message: 'The schema is not known yet; ask again later.' });
}
