import type { CountingSubgraphClient } from '../subgraph/subgraph-client.js';

/** A client that tells how long each fetch took, in milliseconds, whatever came of it. */
export function timedClient(
  client: CountingSubgraphClient,
  fetched: (subgraph: string, milliseconds: number) => void,
): CountingSubgraphClient {
  const { subgraph, limits, stats, signer } = client;
  return {
    subgraph,
    limits,
    stats,
    signer,
    ask: async (request) => {
      const began = performance.now();
      try {
        return await client.ask(request);
      } finally {
        fetched(subgraph.name, performance.now() - began);
      }
    },
    close: () => client.close(),
  };
}
