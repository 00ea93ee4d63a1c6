import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { messagePrice } from '../base/usual-prices.js';
import type { Clock } from '@hub/protocol';
import type { Elsewhere } from '../definition/elsewhere.js';
import type { GatewayTrust } from '../trust/gateway-trust.js';
import { bodiesAsBytes, bytesOf, callerOf } from '../trust/trusted-endpoints.js';
import { maxRequestBytes, type ServedGraph } from './graph-here.js';

/** The graph of another system behind this server, which forwards trusted gateways' requests to it. */
export async function graphElsewhere(
  server: EndpointServer,
  elsewhere: Elsewhere,
  { trust, now }: { readonly trust: GatewayTrust | undefined; readonly now: Clock },
): Promise<ServedGraph> {
  const opened = await elsewhere.open({ log: server.log, now });
  server.addHook('onClose', () => opened.close());
  return {
    sdl: () => opened.sdl(),
    addEndpoint: (endpoint) => {
      bodiesAsBytes(endpoint, trust);
      addEndpoint(endpoint, {
        method: 'POST',
        url: '/graphql',
        price: messagePrice(maxRequestBytes),
        handler: async (request, reply) => {
          const { id: requestId, log } = request;
          const asked = { body: bytesOf(request), caller: callerOf(request), requestId, log };
          const { status, body } = await opened.answer(asked);
          return reply
            .code(status)
            .headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
            .send(body);
        },
      });
    },
  };
}
