import { gatewayItself, nodeSchema, nodeTypesOf } from '@hub/protocol';
import { composeServices } from '@theguild/federation-composition';
import { type DefinitionNode, type DocumentNode, GraphQLError, Kind, parse, print } from 'graphql';
import { asComposed } from './as-composed.js';
import { droppedElements } from './dropped-elements.js';
import { placeInSchema, placeOf } from './fault-places.js';
import { withOwnersDescriptions } from './owners-descriptions.js';

export { apiSchema, ownersIn } from './breaking.js';

/** A subgraph to compose: its name, where a gateway reaches it, and its schema. */
export interface ComposedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** One reason for which subgraphs are not one graph. */
export interface CompositionFault {
  /** The code that Federation documents for it, such as FIELD_TYPE_MISMATCH. */
  readonly code: string;
  readonly message: string;
  /** All subgraphs that it concerns. */
  readonly subgraphs: readonly string[];
  /** Its places in the subgraphs' schemas. */
  readonly at: readonly { readonly subgraph: string; readonly line: number; readonly column: number }[];
}

/** The reasons why the subgraphs do not compose, or the supergraph with warnings. */
export type Composition =
  | { readonly errors: readonly string[]; readonly faults: readonly CompositionFault[] }
  | { readonly errors?: never; readonly supergraph: string; readonly warnings: readonly string[] };

/**
 * Composes subgraphs into a supergraph (Apollo Federation 2). The gateway's own, where it is among them, leads by `node` to
 * all types of the others that have ids. The owner's description of a type holds.
 */
export function compose(subgraphs: readonly ComposedSubgraph[]): Composition {
  const parsed = withOwnersDescriptions(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: asComposed(parse(sdl)) })),
  );
  const nodes = nodeSchema(parsed.flatMap(({ typeDefs }) => nodeTypesOf(typeDefs)));
  const services = parsed.map((one) =>
    one.url === gatewayItself.url ? { ...one, typeDefs: withText(one.typeDefs, nodes) } : one,
  );
  const result = composed(services);
  if (result.errors) {
    const faults = result.errors.map((error) => faultOf(error, services));
    return { errors: faults.map(({ code, message }) => `${code}: ${message}`), faults };
  }
  const supergraph = inOrder(result.supergraphDocumentNode, services);
  return { supergraph: `${print(supergraph)}\n`, warnings: droppedElements(services, supergraph) };
}

/** Composition throws on some schemas that it does not expect, such as scopes that are no list. */
function composed(services: readonly Service[]): ReturnType<typeof composeServices> {
  try {
    return composeServices([...services]);
  } catch (error) {
    const { message } = error as Error;
    return { errors: [new GraphQLError(message, { extensions: { code: 'NOT_COMPOSED' } })] };
  }
}

type Service = Pick<ComposedSubgraph, 'name' | 'url'> & { readonly typeDefs: DocumentNode };

/**
 * Writes a supergraph in one order: directives, then types, by their names, so that two versions of it can be compared. And
 * describes its directives, which composition does not.
 */
function inOrder({ definitions, ...document }: DocumentNode, services: readonly Service[]): DocumentNode {
  const described = new Map(
    services.flatMap(({ typeDefs }) => typeDefs.definitions.filter(isDirective).map((one) => [one.name.value, one])),
  );
  const rest = definitions.filter((one) => !isDirective(one));
  return {
    ...document,
    definitions: [
      ...rest.filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION),
      ...definitions
        .filter(isDirective)
        .map((one) => ({ ...one, description: described.get(one.name.value)?.description }))
        .toSorted(byName),
      ...rest.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION).toSorted(byName),
    ],
  };
}

const isDirective = (one: DefinitionNode) => one.kind === Kind.DIRECTIVE_DEFINITION;

function byName(one: DefinitionNode, other: DefinitionNode): number {
  return nameOf(one).localeCompare(nameOf(other), 'en');
}

const nameOf = (one: DefinitionNode) => ('name' in one && one.name?.value) || '';

function withText(schema: DocumentNode, more: string): DocumentNode {
  return more === '' ? schema : { ...schema, definitions: [...schema.definitions, ...parse(more).definitions] };
}

/** The message names the subgraph: `[a] …`, or `… in subgraph "a"`. A fault of a shared definition concerns all its subgraphs. */
function faultOf({ message, extensions, nodes = [] }: GraphQLError, services: readonly Service[]): CompositionFault {
  const isNamed = ({ name }: Service) =>
    message.startsWith(`[${name}]`) || (/\bsubgraphs?\b/.test(message) && message.includes(`"${name}"`));
  const named = services.filter(isNamed);
  const at = named.flatMap(({ name, typeDefs }) => {
    const place = (nodes[0] && placeOf(nodes[0])) ?? placeInSchema(message, typeDefs);
    return place ? [{ subgraph: name, ...place }] : [];
  });
  return { code: String(extensions['code']), message, subgraphs: named.map(({ name }) => name), at };
}
