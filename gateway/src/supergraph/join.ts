import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type UnionTypeDefinitionNode,
  visit,
} from 'graphql';
import { applied, argument } from './applied.js';
import { readContextArguments } from './context-arguments.js';
import { fieldSet } from './field-set.js';
import type { SubgraphField } from './subgraph-field.js';

// Reads the directives of the `join` specification: https://specs.apollo.dev/join/v0.5/. No other file reads them.

/** A subgraph in the supergraph's list. */
export interface ListedSubgraph {
  /** The name in the supergraph's enum. */
  readonly graph: string;
  readonly name: string;
  readonly url: string;
}

/** A subgraph's definition of a type; one for each key. */
export interface TypeJoin {
  readonly key: SelectionSetNode | undefined;
  readonly isResolvable: boolean;
  readonly isInterfaceObject: boolean;
}

/** Reads the supergraph's list of subgraphs. */
export function listedSubgraphs(types: ReadonlyMap<string, TypeDefinitionNode>): ListedSubgraph[] {
  const graphs = types.get('join__Graph');
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return [];
  return (graphs.values ?? []).map((value) => {
    const [join] = applied(value, 'join__graph');
    const graph = value.name.value;
    return { graph, name: (join && text(join, 'name')) ?? graph, url: (join && text(join, 'url')) ?? '' };
  });
}

/** A subgraph's definitions of a type; empty if the subgraph does not have the type. */
export function typeJoins(type: TypeDefinitionNode | undefined, graph: string): TypeJoin[] {
  return joinsOf(type, 'join__type', graph).map((join) => {
    const key = text(join, 'key');
    return {
      key: key === undefined ? undefined : fieldSet(key),
      isResolvable: argument(join, 'resolvable') !== false,
      isInterfaceObject: argument(join, 'isInterfaceObject') === true,
    };
  });
}

/** A field in a subgraph that has its type; undefined if the subgraph does not have the field. */
export function joinedField(field: FieldDefinitionNode, graph: string): SubgraphField | undefined {
  const [join] = joinsOf(field, 'join__field', graph);
  // A field without `@join__field` belongs to every subgraph with the type.
  if (!join && applied(field, 'join__field').length > 0) return undefined;
  const given = (name: string) => join && text(join, name);
  const [type, requires, provides, label] = ['type', 'requires', 'provides', 'overrideLabel'].map(given);
  return {
    type: type === undefined ? field.type : parseType(type, { noLocation: true }),
    isExternal: join !== undefined && isExternal(join),
    requires: requires === undefined ? undefined : fieldSet(requires),
    contextArguments: join ? readContextArguments(join) : [],
    provides: provides === undefined ? undefined : fieldSet(provides),
    override: label === undefined ? undefined : { label, answersWhen: given('override') === undefined ? 'off' : 'on' },
  };
}

/** The members of a union in a subgraph: all if no directive limits them. */
export function joinedMembers(union: UnionTypeDefinitionNode, graph: string): string[] {
  if (applied(union, 'join__unionMember').length === 0) return (union.types ?? []).map(({ name }) => name.value);
  return joinsOf(union, 'join__unionMember', graph).map((join) => String(argument(join, 'member')));
}

/** Whether a type implements an interface in a subgraph. */
export function isImplementing(
  type: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode,
  general: string,
  graph: string,
): boolean {
  return joinsOf(type, 'join__implements', graph).some((join) => argument(join, 'interface') === general);
}

/** The labels of a supergraph's progressive overrides, such as `percent(25)`. */
export function overrideLabels(supergraph: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    Directive: (directive) => {
      const label = directive.name.value === 'join__field' ? text(directive, 'overrideLabel') : undefined;
      if (label !== undefined) labels.add(label);
    },
  });
  return [...labels].sort();
}

/**
 * Whether a subgraph names a field that another subgraph resolves. This includes a field that was overridden
 * permanently.
 */
function isExternal(join: DirectiveNode): boolean {
  if (argument(join, 'external') === true) return true;
  return argument(join, 'usedOverridden') === true && argument(join, 'overrideLabel') === undefined;
}

function joinsOf(element: Parameters<typeof applied>[0], name: string, graph: string): readonly DirectiveNode[] {
  return applied(element, name).filter((join) => argument(join, 'graph') === graph);
}

function text(join: DirectiveNode, name: string): string | undefined {
  const value = argument(join, name);
  return typeof value === 'string' ? value : undefined;
}
