import { KeyRing } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../settings/config.js';
import type { Metrics } from '../telemetry/metrics.js';
import { Exchanges } from '../trust/exchanges.js';
import { GatewayTrust } from '../trust/gateway-trust.js';

/**
 * The gateways that a subgraph answers, by its configuration; undefined where it answers every caller, which is logged.
 */
export function trustOfGateways(
  audience: string,
  { trust }: Config,
  log: FastifyBaseLogger,
  metrics: Metrics,
): GatewayTrust | undefined {
  if (!trust) {
    log.error('ALLOW_UNSIGNED is set: it answers everyone who reaches it, whatever the schema demands');
    return undefined;
  }
  const { signingKey, trustedKeyFiles } = trust;
  const trusted = new KeyRing({
    files: trustedKeyFiles,
    mayBeMissing: false,
    onError: ({ message }) => {
      log.error({ reason: message }, 'cannot use the keys of the gateways');
    },
  });
  const exchanges = new Exchanges((lost) => {
    metrics.exchangesEnded('lost', lost.exchanges);
    log.warn(lost, 'exchanges without a receipt');
  });
  return new GatewayTrust({ audience, signingKey, trusted, exchanges });
}
