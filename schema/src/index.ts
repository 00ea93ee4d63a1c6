/** The folder of what the hub ships of the contract: `supergraph.graphql`, and each subgraph's schema in `subgraphs/`. */
export const shippedContract = new URL('../', import.meta.url);
