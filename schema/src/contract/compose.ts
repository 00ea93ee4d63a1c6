import { composeServices } from '@apollo/composition';
import { gatewayItself, nodeSchema, nodeTypesOf } from '@hub/protocol';
import { type ASTNode, type DocumentNode, type GraphQLError, parse } from 'graphql';
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
  /** Apollo's code of it, such as FIELD_TYPE_MISMATCH. */
  readonly code: string;
  readonly message: string;
  /** The subgraphs that it is about: all sides of it. */
  readonly subgraphs: readonly string[];
  /** Where it is, in the schemas of those that say so. */
  readonly at: readonly { readonly subgraph: string; readonly line: number; readonly column: number }[];
}

/** Either what keeps the subgraphs from being one graph, or that graph with what is worth a look. */
export type Composition =
  | { readonly errors: readonly string[]; readonly faults: readonly CompositionFault[] }
  | { readonly errors?: never; readonly supergraph: string; readonly warnings: readonly string[] };

/**
 * Composes subgraphs into a supergraph (Apollo Federation 2). The gateway's own, where it is among them, leads by `node` to
 * all types of the others that have ids. The owner's description of a type holds. Hints below the level of a warning are left
 * out.
 */
export function compose(subgraphs: readonly ComposedSubgraph[]): Composition {
  const parsed = withOwnersDescriptions(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  const nodes = nodeSchema(parsed.flatMap(({ typeDefs }) => nodeTypesOf(typeDefs)));
  const result = composeServices(
    parsed.map((one) => (one.url === gatewayItself.url ? { ...one, typeDefs: withText(one.typeDefs, nodes) } : one)),
  );
  if (result.errors) {
    const names = subgraphs.map(({ name }) => name);
    const faults = result.errors.map((error) => faultOf(error, names));
    return { errors: faults.map(({ code, message }) => `${code}: ${message}`), faults };
  }
  return {
    supergraph: `${result.supergraphSdl.trim()}\n`,
    warnings: result.hints
      .filter(({ definition }) => definition.level.name === 'WARN')
      .map(({ definition, message }) => `${definition.code}: ${message}`),
  };
}

function withText(schema: DocumentNode, more: string): DocumentNode {
  return more === '' ? schema : { ...schema, definitions: [...schema.definitions, ...parse(more).definitions] };
}

/** Whose a node is, composition writes on the node, and otherwise in its message: `[a] …`, or `… in subgraph "a"`. */
function faultOf({ message, extensions, nodes = [] }: GraphQLError, names: readonly string[]): CompositionFault {
  const at = nodes.flatMap((node) => {
    const { subgraph } = node as ASTNode & { readonly subgraph?: string };
    const { line, column } = node.loc?.startToken ?? {};
    return subgraph !== undefined && line !== undefined && column !== undefined ? [{ subgraph, line, column }] : [];
  });
  const isNamed = (name: string) =>
    message.startsWith(`[${name}]`) ||
    (/\bsubgraphs?\b/.test(message) && message.includes(`"${name}"`)) ||
    at.some(({ subgraph }) => subgraph === name);
  return { code: String(extensions['code']), message, subgraphs: names.filter(isNamed), at };
}
