import type { FastifyInstance } from 'fastify';
import type { LeftOut } from '../errors/left-out.js';
import { notReadyBody, type UnreadyReason } from '../errors/readiness.js';

/**
 * Adds `GET /healthz` and `GET /readyz` to a server.
 * @param reasons why it is not ready now; none where it is.
 * @param leftOut what it runs without now.
 */
export function healthRoutes(
  server: FastifyInstance,
  reasons: () => readonly UnreadyReason[],
  leftOut: () => LeftOut,
): void {
  server.get('/healthz', () => ({ status: 'alive' }));
  server.get('/readyz', (_request, reply) => {
    const why = reasons();
    if (why.length === 0) return { status: 'ready', ...named(leftOut()) };
    return reply.code(503).header('retry-after', '1').send(notReadyBody(why));
  });
}

/** What there is of it. */
function named({ leftOut, outdated }: LeftOut): Partial<LeftOut> {
  return { ...(leftOut.length > 0 && { leftOut }), ...(outdated.length > 0 && { outdated }) };
}
