import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** A subgraph to compose: its name, where a gateway reaches it, and its schema. */
export interface ComposedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** Either what keeps the subgraphs from being one graph, or that graph with what is worth a look. */
export type Composition =
  | { readonly errors: readonly string[] }
  | { readonly errors?: never; readonly supergraph: string; readonly warnings: readonly string[] };

/** Composes subgraphs into a supergraph (Apollo Federation 2). Hints below the level of a warning are left out. */
export function compose(subgraphs: readonly ComposedSubgraph[]): Composition {
  const result = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors) {
    return { errors: result.errors.map(({ message, extensions }) => `${String(extensions['code'])}: ${message}`) };
  }
  return {
    supergraph: `${result.supergraphSdl.trim()}\n`,
    warnings: result.hints
      .filter(({ definition }) => definition.level.name === 'WARN')
      .map(({ definition, message }) => `${definition.code}: ${message}`),
  };
}
