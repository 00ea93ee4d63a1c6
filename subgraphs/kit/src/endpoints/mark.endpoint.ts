import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { restoreMark } from '@hub/protocol';
import { z } from 'zod';
import { AnchorError, type AnchorKeeper } from '../audit/anchor-keeper.js';

/**
 * Adds to the operator's endpoints `GET /operator/audit-marks`, which lists the known restores of the audit log, and
 * `POST`, which reports one to this organisation. A mark that the log has not signed, or that contradicts a stored one,
 * is refused with 409 and logged.
 */
export function auditMarksEndpoint(operator: EndpointServer, keeper: AnchorKeeper): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit-marks',
    price: lookPrice,
    handler: () => keeper.marks(),
  });
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/audit-marks',
    price: messagePrice(),
    handler: async (request, reply) => {
      const { data: mark, error } = restoreMark.safeParse(request.body);
      if (!mark) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
      try {
        const isNew = await keeper.keepMark(mark);
        if (isNew) request.log.warn({ mark }, 'the audit log was restored from a backup');
        return { sequence: mark.anchor.sequence, isNew };
      } catch (error) {
        if (!(error instanceof AnchorError)) throw error;
        request.log.error({ reason: error.message, mark }, 'refused a mark of the audit log');
        return reply.code(409).send({ code: 'MARK_REFUSED', message: error.message });
      }
    },
  });
}
