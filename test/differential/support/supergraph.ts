import { composeServices } from '@apollo/composition';
import { type GraphQLSchema, parse } from 'graphql';
import type { Data } from './data.js';
import { type Faults, noFaults } from './faults.js';
import { subgraphName, subgraphSdl } from './subgraph-sdl.js';
import type { World } from './world.js';

/** A world that is composed of subgraphs, and known as a whole too. */
export interface Supergraph {
  readonly world: World;
  readonly sdl: string;
  readonly subgraphSdls: ReadonlyMap<number, string>;
  /** The merged schema, as clients see it. */
  readonly api: GraphQLSchema;
  /** The data of the subgraphs, and the faults while they answer. */
  data: Data;
  faults: Faults;
}

/** How much composition may look at before a world counts as no graph: some would take all of the memory. */
const maxPaths = 50_000;

/**
 * Composes a world's subgraphs; the reasons where they are no graph.
 * @param origin where the subgraphs are served, each under its name.
 */
export function openSupergraph(world: World, data: Data, origin: string): Supergraph | readonly string[] {
  const subgraphSdls = new Map<number, string>();
  for (let index = 0; index < world.subgraphs; index += 1) {
    const sdl = subgraphSdl(world, index);
    if (sdl !== undefined) subgraphSdls.set(index, sdl);
  }
  const composed = composeServices(
    [...subgraphSdls].map(([index, sdl]) => {
      const name = subgraphName(index);
      return { name, url: `${origin}/${name}`, typeDefs: parse(sdl) };
    }),
    { maxValidationSubgraphPaths: maxPaths },
  );
  if (composed.errors) return composed.errors.map(({ message }) => message);
  const api = composed.schema.toAPISchema().toGraphQLJSSchema({ includeDefer: true });
  return { world, data, sdl: composed.supergraphSdl, subgraphSdls, api, faults: noFaults };
}
