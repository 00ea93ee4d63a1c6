import type * as Contract from '@hub/schema';
import type * as Composing from '@hub/schema/compose';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gatewayItself } from '@hub/protocol';
import { repositoryPart } from './repository-part.js';

/** A subgraph that stands beside one's own. */
export interface Other {
  readonly name: string;
  readonly sdl: string;
}

/** The shipped schemas of the hub's subgraphs, without the developer's. */
export async function shippedOthers(own: string): Promise<readonly Other[]> {
  const { shippedContract } = await repositoryPart<typeof Contract>('@hub/schema');
  const folder = fileURLToPath(new URL('subgraphs/', shippedContract));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql') && name !== `${own}.graphql`)
    .toSorted()
    .map((name) => ({ name: name.replace(/\.graphql$/, ''), sdl: readFileSync(`${folder}${name}`, 'utf8') }));
}

/** One graph, or what keeps the subgraphs from being one: each with where it is in one's own schema. */
export type Composed = { readonly supergraph: string } | { readonly faults: readonly string[] };

/**
 * Composes one's own subgraph with the others.
 * @param address where a gateway reaches what stands for a subgraph.
 */
export async function composeWith(
  own: Other,
  others: readonly Other[],
  address: (name: string) => string,
): Promise<Composed> {
  // Large, and needed here alone.
  const { compose } = await repositoryPart<typeof Composing>('@hub/schema/compose');
  const urlOf = (name: string) => (name === gatewayItself.code ? gatewayItself.url : address(name));
  const composition = compose([own, ...others].map(({ name, sdl }) => ({ name, sdl, url: urlOf(name) })));
  if (!composition.errors) return { supergraph: composition.supergraph };
  const lines = own.sdl.split('\n');
  return {
    faults: composition.faults.map(({ code, message, at }) => {
      const places = at
        .filter(({ subgraph }) => subgraph === own.name)
        .map(
          ({ line, column }) => `\n    ${own.name}:${String(line)}:${String(column)}: ${lines[line - 1]?.trim() ?? ''}`,
        );
      return `${code}: ${message}${places.join('')}`;
    }),
  };
}
