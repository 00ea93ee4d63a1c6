import type { FastifyInstance } from 'fastify';

/** `GET /operator/schema` answers the subgraph's schema, as `_service` gives it to gateways, which alone may ask that. */
export function schemaRoute(operator: FastifyInstance, sdl: string): void {
  operator.get('/operator/schema', () => ({ sdl }));
}
