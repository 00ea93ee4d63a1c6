import type { BatchFetchNode, FetchNode } from '@graphql-hive/router-query-planner';
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql';
import { applied, argument } from '../supergraph/applied.js';
import { withFetches } from './plan-fetches.js';
import type { PlanNode } from './planner.js';
import { typename } from './selections.js';

/**
 * Takes out of a plan's fetches the fragments on types that their subgraph does not know, and on members that its
 * unions do not have: what a plan made with `completeUnions` asks too much.
 */
export function subgraphPruner(supergraph: DocumentNode): (node: PlanNode) => PlanNode {
  const types = new Map(supergraph.definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type]));
  const graphs = graphsByName(types.get('join__Graph'));
  const known = new Map<string, SubgraphTypes>();
  const prunedFetch = <Node extends FetchNode | BatchFetchNode>(node: Node): Node => {
    let own = known.get(node.serviceName);
    if (!own) {
      const graph = graphs.get(node.serviceName) ?? node.serviceName;
      known.set(node.serviceName, (own = new SubgraphTypes(supergraph, types, graph)));
    }
    const operation = prunedOperation(node.operation, own);
    if (operation === undefined) return node;
    const { variableUsages } = node;
    return {
      ...node,
      operation: operation.text,
      ...(variableUsages && { variableUsages: variableUsages.filter((name) => operation.variables.has(name)) }),
    };
  };
  return (node) => withFetches(node, { fetch: prunedFetch });
}

/** What one subgraph knows of the supergraph's types. */
class SubgraphTypes {
  readonly #unions = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly supergraph: DocumentNode,
    private readonly types: ReadonlyMap<string, TypeDefinitionNode>,
    private readonly graph: string,
  ) {}

  knows(name: string): boolean {
    const type = this.types.get(name);
    // The subgraph may call its root types as it likes.
    if (!type) return true;
    const joins = applied(type, 'join__type');
    return joins.length === 0 || joins.some((join) => this.#isOwn(join));
  }

  /** Whether no object that is of one type can be of the other, as far as the subgraph's unions say. */
  areApart(parent: string, condition: string): boolean {
    const [one, other] = [this.#membersOf(parent), this.#membersOf(condition)];
    if (one && other) return ![...one].some((member) => other.has(member));
    if (one) return this.types.get(condition)?.kind === Kind.OBJECT_TYPE_DEFINITION && !one.has(condition);
    if (other) return this.types.get(parent)?.kind === Kind.OBJECT_TYPE_DEFINITION && !other.has(parent);
    return false;
  }

  root(operation: OperationTypeNode): string {
    for (const definition of this.supergraph.definitions) {
      if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
      const root = definition.operationTypes.find((type) => type.operation === operation);
      if (root) return root.type.name.value;
    }
    return operation.replace(/^./, (letter) => letter.toUpperCase());
  }

  /** The name of a field's type; undefined where the supergraph does not say it, as of `_entities`. */
  fieldType(parent: string, name: string): string | undefined {
    const type = this.types.get(parent);
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION && type?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return undefined;
    const field = type.fields?.find((candidate) => candidate.name.value === name);
    const own = applied(field, 'join__field').find((join) => this.#isOwn(join));
    const ownType = own && argument(own, 'type');
    return typeof ownType === 'string' ? ownType.replaceAll(/[[\]!\s]/g, '') : field && typeName(field.type);
  }

  #isOwn(join: Parameters<typeof argument>[0]): boolean {
    return argument(join, 'graph') === this.graph;
  }

  #membersOf(name: string): ReadonlySet<string> | undefined {
    const type = this.types.get(name);
    if (type?.kind !== Kind.UNION_TYPE_DEFINITION) return undefined;
    const known = this.#unions.get(name);
    if (known) return known;
    const joins = applied(type, 'join__unionMember');
    const members = new Set(
      joins.length === 0
        ? type.types?.map((member) => member.name.value)
        : joins.filter((join) => this.#isOwn(join)).map((join) => String(argument(join, 'member'))),
    );
    this.#unions.set(name, members);
    return members;
  }
}

/** An operation that its subgraph can answer, with the variables that it still uses; undefined where it can already. */
function prunedOperation(
  text: string,
  types: SubgraphTypes,
): { readonly text: string; readonly variables: ReadonlySet<string> } | undefined {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = fragmentsOf(definitions);
  let drops = 0;
  const pruned = (selectionSet: SelectionSetNode, parent: string | undefined): SelectionSetNode => {
    const selections = selectionSet.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) {
        const { selectionSet: below } = selection;
        if (!below) return [selection];
        const type = parent === undefined ? undefined : types.fieldType(parent, selection.name.value);
        return [{ ...selection, selectionSet: pruned(below, type) }];
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? parent;
      if (condition !== undefined && !types.knows(condition)) return drop();
      if (parent !== undefined && condition !== undefined && types.areApart(parent, condition)) return drop();
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      return [{ ...selection, selectionSet: pruned(selection.selectionSet, condition) }];
    });
    return { ...selectionSet, selections: selections.length > 0 ? selections : [typename] };
  };
  const drop = (): SelectionNode[] => {
    drops += 1;
    return [];
  };

  const kept = definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      return [{ ...definition, selectionSet: pruned(definition.selectionSet, types.root(definition.operation)) }];
    }
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return [definition];
    const condition = definition.typeCondition.name.value;
    if (!types.knows(condition)) return [];
    return [{ ...definition, selectionSet: pruned(definition.selectionSet, condition) }];
  });
  if (drops === 0) return undefined;

  return withoutUnused(kept);
}

/** The text of definitions, without the fragments and variables that no operation of them uses. */
function withoutUnused(definitions: readonly DefinitionNode[]) {
  const spreads = new Set<string>();
  const variables = new Set<string>();
  const fragments = fragmentsOf(definitions);
  const read = (set: SelectionSetNode | undefined) => {
    if (!set) return;
    visit(set, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread: ({ name }) => {
        if (spreads.has(name.value)) return;
        spreads.add(name.value);
        read(fragments.get(name.value)?.selectionSet);
      },
    });
  };
  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) read(definition.selectionSet);
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: definitions.flatMap((definition): DefinitionNode[] => {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) return spreads.has(definition.name.value) ? [definition] : [];
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [definition];
      const used = definition.variableDefinitions?.filter(({ variable }) => variables.has(variable.name.value));
      return [{ ...definition, ...(used && { variableDefinitions: used }) }];
    }),
  };
  return { text: print(document), variables };
}

function fragmentsOf(definitions: readonly DefinitionNode[]): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

/** The values of `join__Graph` by the names of their subgraphs. */
function graphsByName(type: TypeDefinitionNode | undefined): ReadonlyMap<string, string> {
  if (type?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (type.values ?? []).flatMap((value) =>
      applied(value, 'join__graph').map((graph) => [String(argument(graph, 'name')), value.name.value] as const),
    ),
  );
}

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}
