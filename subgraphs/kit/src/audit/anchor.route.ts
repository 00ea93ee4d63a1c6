import type { FastifyInstance } from 'fastify';
import { AnchorError, type AnchorKeeper } from './anchor-keeper.js';

/** Adds to the operator's door: `GET /operator/audit-anchors` lists the anchors that are kept; `POST` keeps one now. */
export function anchorRoutes(operator: FastifyInstance, keeper: AnchorKeeper): void {
  operator.get('/operator/audit-anchors', () => keeper.kept());
  operator.post('/operator/audit-anchors', async (_request, reply) => {
    try {
      return { anchor: (await keeper.keep()) ?? null };
    } catch (error) {
      if (!(error instanceof AnchorError)) throw error;
      return reply.code(502).send({ code: 'NO_ANCHOR', message: error.message });
    }
  });
}
