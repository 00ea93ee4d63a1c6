import { type CountingSubgraphClient, defaultSettings, type Subgraph } from './subgraph-client.js';
import { SubgraphFault } from './subgraph-fault.js';
import { newStats } from './subgraph-stats.js';
import type { SubscriptionTransport } from './subscription-transport.js';

/** What is said of a subgraph that is not asked. */
export const untrustedCode = 'SUBGRAPH_UNTRUSTED';

/** The fault of a subgraph that is not asked, since nobody said how the gateway knows it. */
function notAsked(name: string): SubgraphFault {
  const message = `${name} is not asked: the gateway has no public key of it.`;
  return new SubgraphFault(untrustedCode, message);
}

/** The client of a subgraph that is not trusted: it sends nothing, and every fetch fails at once. */
export function refusedClient(subgraph: Subgraph): CountingSubgraphClient {
  const stats = newStats();
  stats.trust = 'refused';
  return {
    subgraph,
    stats,
    limits: defaultSettings,
    signer: undefined,
    ask: () => {
      stats.asked += 1;
      stats.faults[untrustedCode] += 1;
      return Promise.reject(notAsked(subgraph.name));
    },
    close: () => Promise.resolve(),
  };
}

/** As such a subgraph is subscribed to: not at all. */
export function refusedTransport(name: string): SubscriptionTransport {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- there are no events
    async *subscribe() {
      throw notAsked(name);
    },
    close: () => Promise.resolve(),
  };
}
