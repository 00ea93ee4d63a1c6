import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { messagePrice } from '../base/usual-prices.js';
import type { FollowedHub } from '../link/follow-hub.js';

/**
 * Adds to the operator's endpoint `POST /operator/link/exchanges`, which exchanges all pending data with the hub now.
 */
export function linkEndpoint(operator: EndpointServer, link: FollowedHub): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/link/exchanges',
    price: messagePrice(),
    handler: async ({ log }, reply) => {
      try {
        return { releases: await link.run() };
      } catch (error) {
        log.warn({ err: error }, 'cannot hand over');
        const message = 'The hub does not answer. What there is to hand over is handed over later.';
        return reply.code(503).send({ code: 'HUB_UNREACHABLE', message });
      }
    },
  });
}
