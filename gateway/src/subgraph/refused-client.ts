import { type CountingSubgraphClient, defaultSettings, type TellFetched } from './subgraph-client.js';
import type { Subgraph } from '../connection/subgraph.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import { newStats } from '../connection/subgraph-stats.js';

/** The code for a subgraph that is not trusted. */
export const untrustedCode = 'SUBGRAPH_UNTRUSTED';

/** The fault of a subgraph without a configured public key, to which no request is sent. */
export function notAsked(name: string): SubgraphFault {
  const message = `${name} is not asked: the gateway has no public key of it.`;
  return new SubgraphFault(untrustedCode, message);
}

/**
 * The client of a subgraph that is not trusted: it sends no request, and every fetch fails at once.
 * @param fetched called for each fetch.
 */
export function refusedClient(subgraph: Subgraph, fetched?: TellFetched): CountingSubgraphClient {
  const stats = newStats();
  stats.trust = 'refused';
  return {
    subgraph,
    stats,
    limits: defaultSettings,
    signer: undefined,
    ask: ({ context }) => {
      stats.asked += 1;
      stats.faults[untrustedCode] += 1;
      fetched?.(subgraph.name, 0);
      context?.record?.fetched(subgraph.name, 0);
      return Promise.reject(notAsked(subgraph.name));
    },
    close: () => Promise.resolve(),
  };
}
