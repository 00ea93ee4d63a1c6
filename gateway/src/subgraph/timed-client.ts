import type { CountingSubgraphClient } from './subgraph-client.js';

/** A client that tells how long each fetch took, in milliseconds, whatever came of it, and notes it of its request. */
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
        const milliseconds = performance.now() - began;
        fetched(subgraph.name, milliseconds);
        request.context?.record?.fetched(subgraph.name, milliseconds);
      }
    },
    close: () => client.close(),
  };
}
