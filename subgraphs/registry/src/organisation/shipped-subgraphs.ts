import { readFileSync } from 'node:fs';
import { gatewayItself, shippedContract, subgraphs } from '@hub/schema';

/** A subgraph as it is composed. */
export interface ShippedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** The subgraphs of the hub itself and of the organisations that are folders of the operator's. */
export function shippedSubgraphs(): readonly ShippedSubgraph[] {
  const listening = subgraphs.map(({ code, port }) => ({ code, url: `http://127.0.0.1:${port}/graphql` }));
  return [...listening, gatewayItself].map(({ code, url }) => ({
    ...{ name: code, url },
    sdl: readFileSync(new URL(`subgraphs/${code}.graphql`, shippedContract), 'utf8'),
  }));
}

/** The supergraph of these alone, as it is shipped. */
export function shippedSupergraph(): string {
  return readFileSync(new URL('supergraph.graphql', shippedContract), 'utf8');
}
