import { securityHeaders } from '@hub/runtime';
import type { FastifyInstance } from 'fastify';

/** Gives every answer of a server the security headers for browsers. */
export function secured(server: FastifyInstance): FastifyInstance {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  return server;
}
