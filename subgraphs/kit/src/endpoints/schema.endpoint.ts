import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice } from '../base/usual-prices.js';
import type { FastifyReply } from 'fastify';

/** `GET /operator/schema` answers the subgraph's schema, as `_service` gives it to gateways, which alone may ask that. */
export function schemaEndpoint(operator: EndpointServer, sdl: () => string | undefined): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/schema',
    price: lookPrice,
    handler: (_request, reply) => answerSchema(reply, sdl()),
  });
}

/** Answers a schema, or that it is not known yet: the system that has it was not reached. */
export function answerSchema(reply: FastifyReply, sdl: string | undefined): FastifyReply {
  if (sdl !== undefined) return reply.send({ sdl });
  return reply.code(503).send({ code: 'UPSTREAM_NO_SCHEMA', message: 'The schema is not known yet; ask again later.' });
}
