import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { type Link, namesakeDirective } from './links.js';
import { SupergraphError } from '../errors/supergraph-error.js';

/**
 * What must hold of a caller, as one directive in a schema demands it: that it is known, or that it holds all of at
 * least one of some sets of scopes or policies.
 */
export type DirectiveRequirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** What directives demand at a type, or at one of its fields. Equal requirements are one object. */
export interface PlacedRequirements {
  readonly type: string;
  readonly field?: string;
  readonly requirements: readonly DirectiveRequirement[];
}

/**
 * Reads what `@authenticated`, `@requiresScopes` and `@policy` demand, whatever a supergraph calls them.
 * @throws SupergraphError when a directive is not as its specification has it.
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

/** Reads the requirements that stand at an element; equal ones are one object. */
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

/** An argument of type `[[String!]!]!`, with the order in its sets made one. */
function readSets(directive: ConstDirectiveNode, argument: string, coordinate: string): string[][] {
  const node = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  const value: unknown = node && valueFromASTUntyped(node);
  // A value that stands where a list is expected is a list of that one.
  const sets = value === undefined ? [undefined] : [value].flat().map((set) => [set].flat());
  if (!sets.flat().every((one) => typeof one === 'string')) {
    throw new SupergraphError(
      `expected lists of strings as ${argument} of @${directive.name.value} on ${coordinate}, got ${JSON.stringify(value)}`,
    );
  }
  return (sets as string[][]).map((set) => [...new Set(set)].sort());
}
