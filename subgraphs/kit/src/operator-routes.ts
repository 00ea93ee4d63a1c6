import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * Adds routes that the operator's token alone opens.
 * @param add is given the part of the server behind the operator's door.
 */
export function operatorRoutes(server: FastifyInstance, token: string, add: (operator: FastifyInstance) => void): void {
  void server.register((operator, _options, done) => {
    operator.addHook('onRequest', async (request, reply) => {
      if (isOperator(request.headers.authorization, token)) return;
      await reply.code(401).send({ code: 'UNAUTHENTICATED', message: "Expected the operator's token." });
    });
    add(operator);
    done();
  });
}

function isOperator(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
