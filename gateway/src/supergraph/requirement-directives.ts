import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { type Link, namesakeDirective } from './links.js';
import { SupergraphError } from '../errors/supergraph-error.js';

/**
 * A requirement of a schema directive: the caller is authenticated, or holds one complete set of scopes or policies.
 */
export type DirectiveRequirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** The requirements of a type or one of its fields. Equal requirements are the same object. */
export interface PlacedRequirements {
  readonly type: string;
  readonly field?: string;
  readonly requirements: readonly DirectiveRequirement[];
}

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` under the supergraph's names for them.
 * @throws SupergraphError if a directive does not follow its specification.
 * @see https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function readRequirementDirectives(supergraph: DocumentNode, links: readonly Link[]): PlacedRequirements[] {
  const read = requirementReader(links);
  const placed = supergraph.definitions.flatMap((definition): PlacedRequirements[] => {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_EXTENSION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION: {
        const type = definition.name.value;
        return [{ type, requirements: read(definition, type) }];
      }
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION: {
        const type = definition.name.value;
        const ofFields = (definition.fields ?? []).map((node) => {
          const field = node.name.value;
          return { type, field, requirements: read(node, `${type}.${field}`) };
        });
        return [{ type, requirements: read(definition, type) }, ...ofFields];
      }
      default:
        return [];
    }
  });
  return placed.filter(({ requirements }) => requirements.length > 0);
}

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Reads the requirements of an element; equal ones are the same object. */
function requirementReader(links: readonly Link[]): (element: Directed, coordinate: string) => DirectiveRequirement[] {
  const authenticated = namesakeDirective(links, 'authenticated');
  const requiresScopes = namesakeDirective(links, 'requiresScopes');
  const policy = namesakeDirective(links, 'policy');
  const known = new Map<string, DirectiveRequirement>();
  const once = (requirement: DirectiveRequirement): DirectiveRequirement => {
    const key = JSON.stringify(requirement);
    const same = known.get(key);
    if (!same) known.set(key, requirement);
    return same ?? requirement;
  };
  return ({ directives = [] }, coordinate) =>
    directives.flatMap((directive): DirectiveRequirement[] => {
      const name = directive.name.value;
      const sets = (argument: string) => readSets(directive, argument, coordinate);
      if (authenticated.has(name)) return [once({ kind: 'authenticated' })];
      if (requiresScopes.has(name)) return [once({ kind: 'scopes', anyOf: sets('scopes') })];
      if (policy.has(name)) return [once({ kind: 'policies', anyOf: sets('policies') })];
      return [];
    });
}

/** Reads an argument of type `[[String!]!]!`, with sorted inner lists. */
function readSets(directive: ConstDirectiveNode, argument: string, coordinate: string): string[][] {
  const node = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  const value: unknown = node && valueFromASTUntyped(node);
  // GraphQL coerces a single value to a list.
  const sets = value === undefined ? [undefined] : [value].flat().map((set) => [set].flat());
  if (!sets.flat().every((one) => typeof one === 'string')) {
    throw new SupergraphError(
      `expected lists of strings as ${argument} of @${directive.name.value} on ${coordinate}, got ${JSON.stringify(value)}`,
    );
  }
  return (sets as string[][]).map((set) => [...new Set(set)].sort());
}
