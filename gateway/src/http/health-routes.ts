import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Entry } from '../entry/entry.js';
import type { LeftOut } from '../errors/left-out.js';
import { httpError } from './http-error.js';
import { notReadyBody, type UnreadyReason } from '../errors/readiness.js';

/**
 * Adds `GET /healthz` and `GET /readyz` to a server.
 * Who asks is not looked at, and probes have a rate of their own: a flood of operations from a load balancer's address
 * does not make the gateway look dead.
 * @param reasons why it is not ready now; none where it is.
 * @param leftOut what it runs without now.
 */
export function healthRoutes(
  server: FastifyInstance,
  entry: Entry,
  reasons: () => readonly UnreadyReason[],
  leftOut: () => LeftOut,
): void {
  server.get('/healthz', async (request, reply) => (await mayLook(request, reply, entry)) ?? { status: 'alive' });
  server.get('/readyz', async (request, reply) => {
    const refused = await mayLook(request, reply, entry);
    if (refused) return refused;
    const why = reasons();
    if (why.length === 0) return { status: 'ready', ...named(leftOut()) };
    return reply.code(503).header('retry-after', '1').send(notReadyBody(why));
  });
}

/** @returns the answer to an address that looks too often; undefined to others. */
async function mayLook({ raw }: FastifyRequest, reply: FastifyReply, entry: Entry): Promise<FastifyReply | undefined> {
  const request = entry.beginHttp(raw);
  try {
    await entry.admission.probe(request);
    return undefined;
  } catch (error) {
    const { status, code, message, headers } = httpError(error, request);
    entry.refused(request, code);
    return reply.code(status).headers(headers).send({ code, message });
  }
}

/** What there is of it. */
function named({ leftOut, outdated }: LeftOut): Partial<LeftOut> {
  return { ...(leftOut.length > 0 && { leftOut }), ...(outdated.length > 0 && { outdated }) };
}
