import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { applied, argument } from '../supergraph/applied.js';

/**
 * A supergraph in which each subgraph that has a union has all of its members, and what they consist of: the planner
 * drops a union's members from a fetch where one of the subgraphs that share a field does not know them. What its
 * plans then ask too much is for `subgraphPruner`. Undefined where every subgraph knows all members already.
 */
export function completeUnions(supergraph: DocumentNode): DocumentNode | undefined {
  const types = new Map(
    supergraph.definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, new CompletedType(type)]),
  );
  const roots = rootTypes(supergraph);

  const addType = (name: string, graph: string): void => {
    const type = types.get(name);
    // What is in no subgraph by name is in all of them.
    if (!type || roots.has(name) || type.graphs.size === 0 || type.graphs.has(graph)) return;
    const { node } = type;
    type.graphs.add(graph);
    type.directives.push(directive('join__type', { graph: { enum: graph } }));
    for (const interfaceName of new Set(applied(node, 'join__implements').map((join) => argument(join, 'interface')))) {
      if (typeof interfaceName !== 'string' || !types.get(interfaceName)?.isInterfaceIn(graph)) continue;
      type.directives.push(directive('join__implements', { graph: { enum: graph }, interface: interfaceName }));
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of node.types ?? []) addMember(type, member.name.value, graph);
    }
    if ('fields' in node) {
      for (const field of node.fields ?? []) {
        addType(typeName(field.type), graph);
        for (const { type: given } of ('arguments' in field && field.arguments) || []) addType(typeName(given), graph);
      }
    }
  };

  const addMember = (union: CompletedType, member: string, graph: string): void => {
    union.directives.push(directive('join__unionMember', { graph: { enum: graph }, member }));
    addType(member, graph);
  };

  let partial = false;
  for (const type of types.values()) {
    const { node } = type;
    if (node.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    const known = applied(node, 'join__unionMember').map(
      (join) => `${argument(join, 'graph')} ${argument(join, 'member')}`,
    );
    // Before join v0.3 a supergraph does not say whose members a union has.
    if (known.length === 0) continue;
    const inGraph = new Set(known);
    for (const graph of applied(node, 'join__type').map((join) => String(argument(join, 'graph')))) {
      for (const { name } of node.types ?? []) {
        if (inGraph.has(`${graph} ${name.value}`)) continue;
        partial = true;
        addMember(type, name.value, graph);
      }
    }
  }
  if (!partial) return undefined;
  const completed = (definition: DefinitionNode): DefinitionNode =>
    (isTypeDefinitionNode(definition) && types.get(definition.name.value)?.completed()) || definition;
  return { ...supergraph, definitions: supergraph.definitions.map(completed) };
}

/** A type with the subgraphs that were added to it. */
class CompletedType {
  readonly graphs: Set<string>;
  readonly directives: ConstDirectiveNode[] = [];

  constructor(readonly node: TypeDefinitionNode) {
    this.graphs = new Set(applied(node, 'join__type').map((join) => String(argument(join, 'graph'))));
  }

  isInterfaceIn(graph: string): boolean {
    return applied(this.node, 'join__type').some(
      (join) => argument(join, 'graph') === graph && argument(join, 'isInterfaceObject') !== true,
    );
  }

  completed(): TypeDefinitionNode {
    const { node } = this;
    if (this.directives.length === 0) return node;
    const directives = [...(node.directives ?? []), ...this.directives];
    const graphs = this.directives.flatMap((join) =>
      join.name.value === 'join__type' ? [String(argument(join, 'graph'))] : [],
    );
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return { ...node, directives, fields: (node.fields ?? []).map((field) => inGraphs(field, graphs)) };
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return { ...node, directives, fields: (node.fields ?? []).map((field) => inGraphs(field, graphs)) };
      case Kind.ENUM_TYPE_DEFINITION:
        return {
          ...node,
          directives,
          values: (node.values ?? []).map((value) =>
            applied(value, 'join__enumValue').length === 0
              ? value
              : { ...value, directives: [...(value.directives ?? []), ...inEach('join__enumValue', graphs)] },
          ),
        };
      default:
        return { ...node, directives };
    }
  }
}

/** A field without `@join__field` is in every subgraph that its type is in. */
function inGraphs<T extends FieldDefinitionNode | InputValueDefinitionNode>(field: T, graphs: readonly string[]): T {
  if (applied(field, 'join__field').length === 0) return field;
  return { ...field, directives: [...(field.directives ?? []), ...inEach('join__field', graphs)] };
}

function inEach(name: string, graphs: readonly string[]): ConstDirectiveNode[] {
  return graphs.map((graph) => directive(name, { graph: { enum: graph } }));
}

function directive(name: string, given: Readonly<Record<string, string | { enum: string }>>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(given).map(([key, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: key },
      value: typeof value === 'string' ? { kind: Kind.STRING, value } : { kind: Kind.ENUM, value: value.enum },
    })),
  };
}

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}

function rootTypes({ definitions }: DocumentNode): ReadonlySet<string> {
  const roots = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes.map(({ type }) => type.name.value) : [],
  );
  return new Set(['Query', 'Mutation', 'Subscription', ...roots]);
}
