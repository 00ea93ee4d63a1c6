import { importsScope } from '@hub/protocol';
import type { EndpointServer } from '@hub/runtime';
import type { GatewayTrust } from './gateway-trust.js';
import { sealedBodies } from './sealed-bodies.js';
import { callerOf, trustedEndpoint } from './trusted-endpoints.js';

/**
 * Adds endpoints below `/imports/` for the imports of an organisation's staff and services through the hub's address: a
 * trusted gateway sends the request, and its caller must belong to the organisation and have the scope for imports.
 * Files are streamed; see `sealedBodies`.
 * @param add gets the part of the server behind this endpoint; `callerOf` gives the caller there.
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
      // Without signatures there is no caller: then the subgraph answers every request.
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
