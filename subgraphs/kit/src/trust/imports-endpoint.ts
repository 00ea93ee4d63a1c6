import { importsScope } from '@hub/protocol';
import type { EndpointServer } from '@hub/runtime';
import type { GatewayTrust } from './gateway-trust.js';
import { sealedBodies } from './sealed-bodies.js';
import { callerOf, trustedEndpoint } from './trusted-endpoints.js';

/**
 * Adds endpoints below `/imports/` for what an organisation's staff and services bring by the hub's address: a trusted
 * gateway asks for them, whose caller is of the organisation and may bring files. Files go through as they come; see
 * `sealedBodies`.
 * @param add is given the part of the server behind this endpoint; `callerOf` says there who asks.
 */
export function importsEndpoint(
  server: EndpointServer,
  trust: GatewayTrust | undefined,
  organisation: string,
  add: (endpoint: EndpointServer) => void,
): void {
  trustedEndpoint(server, trust, 'imports', (endpoint) => {
    endpoint.addHook('onRequest', (request, reply, next) => {
      const caller = callerOf(request);
      // Nobody is known where nothing is signed: then the subgraph answers everyone.
      if (!trust || (caller?.organisation === organisation && caller.scopes.includes(importsScope))) {
        next();
        return;
      }
      const message = `Expected a caller of ${organisation} itself, with the scope ${importsScope}.`;
      void reply.code(403).send({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', message });
    });
    sealedBodies(endpoint);
    add(endpoint);
  });
}
