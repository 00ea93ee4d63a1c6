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
    ask: (request) => {
      const { context } = request;
      const began = performance.now();
      const ended = () => {
        const milliseconds = performance.now() - began;
        fetched(subgraph.name, milliseconds);
        context?.record?.fetched(subgraph.name, milliseconds);
      };
      // What waits for the answer holds nothing of the request, so that it dies young.
      return client.ask(request).then(
        (answer) => {
          ended();
          return answer;
        },
        (fault: unknown) => {
          ended();
          throw fault;
        },
      );
    },
    close: () => client.close(),
  };
}
