import { messagePrice } from '../base/usual-prices.js';
import { schemaPath } from '@hub/protocol';
import { addEndpoint, type EndpointServer, KeyRing } from '@hub/runtime';
import { Exchanges } from '../trust/exchanges.js';
import { GatewayTrust } from '../trust/gateway-trust.js';
import type { TrustConfig } from '../trust/trust-config.js';
import { ownMessages } from '../trust/trusted-endpoints.js';
import { answerSchema } from './schema.endpoint.js';

/**
 * Adds `POST trust/schema`, where a registry reads the served schema: the registry signs the request with a key that
 * opens only this endpoint. A published schema is in force once it is served.
 */
export function schemaForRegistry(
  server: EndpointServer,
  audience: string,
  { signingKey, registryKeyFiles = [] }: TrustConfig,
  sdl: () => string | undefined,
): void {
  if (registryKeyFiles.length === 0) return;
  const onError = ({ message }: Error) => {
    server.log.error({ reason: message }, 'cannot use the keys of the registry');
  };
  const trusted = new KeyRing({ files: registryKeyFiles, mayBeMissing: false, onError });
  const trust = new GatewayTrust({ audience, signingKey, trusted, exchanges: new Exchanges(() => undefined) });
  ownMessages(server, trust, (endpoint) => {
    addEndpoint(endpoint, {
      method: 'POST',
      url: `/${schemaPath}`,
      price: messagePrice(1024),
      handler: (_request, reply) => answerSchema(reply, sdl()),
    });
  });
  server.addHook('onClose', (_server, done) => {
    trust.exchanges.close();
    done();
  });
}
