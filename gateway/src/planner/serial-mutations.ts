import {
  type DocumentNode,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../executor/collect-fields.js';
import { rootKeys } from '../executor/fetch-operation.js';
import { findOperation, type Operation } from './operation.js';
import type { Plan } from './checked-planner.js';
import { planDecided } from './decided-conditions.js';
import type { PlanNode } from './planner.js';

/**
 * A mutation's fields as operations of their own, in their order: each has its answer, with what other subgraphs say
 * below it, before the next takes effect. Undefined where there is only one, or the operation is none.
 * @see https://spec.graphql.org/September2025/#sec-Normal-and-Serial-Execution
 */
function mutationFields(operation: Operation): Operation[] | undefined {
  const { definition, fragments } = operation;
  if (definition.operation !== OperationTypeNode.MUTATION) return undefined;
  const keys = new Set(rootKeys(operation));
  if (keys.size < 2) return undefined;
  /** The part of the root's selection set with one key, fragments spread where they stand. */
  const withKey = ({ selections }: SelectionSetNode, wanted: string): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return responseKey(selection) === wanted ? [selection] : [];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) return [];
      const { typeCondition, selectionSet } = fragment;
      const inner = withKey(selectionSet, wanted);
      if (inner.selections.length === 0) return [];
      return [
        { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives ?? [], selectionSet: inner },
      ];
    }),
  });
  return [...keys].map((key) => ({
    definition: { ...definition, selectionSet: withKey(definition.selectionSet, key) },
    fragments,
  }));
}

function repeatsFields(operation: Operation): boolean {
  const keys = rootKeys(operation);
  return new Set(keys).size < keys.length;
}

/** Plans a mutation's fields apart, each after the one before it; another operation as it is. */
export async function planInSeries(
  operation: Operation,
  plan: (one: Operation) => Promise<PlanNode | undefined>,
): Promise<PlanNode | undefined> {
  const nodes: PlanNode[] = [];
  for (const field of mutationFields(operation) ?? [operation]) {
    const node = await plan(field);
    if (node) nodes.push(node);
  }
  const [only, ...others] = nodes;
  return only && others.length > 0 ? { kind: 'Sequence', nodes } : only;
}

/** Plans a mutation's fields apart where the planner would have all take effect before the first has its answer. */
export function inSeries(plan: Plan): Plan {
  return async (request) => {
    const whole = await plan(request);
    if (!request.operation.includes('mutation') || !whole.node || asksRootOnly(whole.node)) return whole;
    const operation = findOperation(parse(request.operation, { noLocation: true }), undefined);
    if (!operation || !mutationFields(operation)) return whole;
    const planOne = async (one: Operation) => (await plan({ ...request, operation: print(documentOf(one)) })).node;
    const planAll = (all: Operation) => planInSeries(all, planOne);
    // The order of fields may depend on conditions: one that is excluded here can stand there again.
    const node = repeatsFields(operation) ? await planDecided(operation, planAll) : await planAll(operation);
    return { kind: 'QueryPlan', ...(node && { node }) };
  };
}

/** Whether a plan asks for fields of the root alone, which planners keep in order. */
function asksRootOnly(node: PlanNode): boolean {
  if (node.kind === 'Sequence') return node.nodes.every(asksRootOnly);
  return node.kind === 'Fetch' && !node.requires?.length;
}

function documentOf({ definition, fragments }: Operation): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
}
