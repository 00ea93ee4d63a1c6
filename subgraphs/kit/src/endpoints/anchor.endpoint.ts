import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { anchorPath, maxAnchorBytes } from '@hub/protocol';
import type { GatewayTrust } from '../trust/gateway-trust.js';
import { bytesOf, ownMessages, refuse, trusted } from '../trust/trusted-endpoints.js';
import { AnchorError, type AnchorKeeper } from '../audit/anchor-keeper.js';

/**
 * Adds `POST trust/anchor`, where only gateways deliver the audit log's signed head. An anchor that contradicts a
 * stored one is refused with 409 and logged.
 * @param onAnchor gets the outcome of each.
 */
export function anchorEndpoint(
  server: EndpointServer,
  {
    trust,
    keeper,
    onAnchor,
  }: { trust: GatewayTrust; keeper: AnchorKeeper; onAnchor: (outcome: 'kept' | 'refused') => void },
): void {
  ownMessages(server, trust, (endpoint, ownOf) => {
    addEndpoint(endpoint, {
      method: 'POST',
      url: `/${anchorPath}`,
      price: messagePrice(maxAnchorBytes),
      handler: async (request, reply) => {
        const told = trust.hearOfAnchor(ownOf(request), request.headers, bytesOf(request));
        if (told.refused !== undefined) {
          refuse(request, reply, told);
          return reply;
        }
        trusted.set(request, told);
        const { anchor } = told;
        try {
          if (await keeper.keep(anchor)) onAnchor('kept');
          return { sequence: anchor.sequence };
        } catch (error) {
          if (!(error instanceof AnchorError)) throw error;
          onAnchor('refused');
          request.log.error({ reason: error.message, anchor }, 'refused an anchor of the audit log');
          return reply.code(409).send({ code: 'ANCHOR_REFUSED', message: error.message });
        }
      },
    });
  });
}

/** Adds to the operator's endpoint `GET /operator/audit-anchors`, which lists the stored anchors. */
export function keptAnchorsEndpoint(operator: EndpointServer, keeper: AnchorKeeper): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit-anchors',
    price: lookPrice,
    handler: () => keeper.kept(),
  });
}
