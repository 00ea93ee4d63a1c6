import type * as Contract from '@hub/schema';
import type * as Composing from '@hub/schema/compose';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gatewayItself } from '@hub/protocol';
import { repositoryPart } from './repository-part.js';

/** Another subgraph beside the developer's. */
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

/** A supergraph, or the composition errors with their places in the developer's schema. */
export type Composed = { readonly supergraph: string } | { readonly faults: readonly string[] };

/**
 * Composes the developer's subgraph with the others.
 * @param address the address of a subgraph's stand-in for the gateway.
 */
export async function composeWith(
  own: Other,
  others: readonly Other[],
  address: (name: string) => string,
): Promise<Composed> {
  // Loaded on demand, because it is large.
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
