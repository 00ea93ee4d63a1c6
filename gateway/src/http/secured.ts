import { securityHeaders } from '@hub/runtime';
import type { FastifyInstance } from 'fastify';

/** Gives every answer of a server the headers that a browser is to know. */
export function secured(server: FastifyInstance): FastifyInstance {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  return server;
}
