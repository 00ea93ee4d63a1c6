import type { QueryPlan as ApolloPlan } from '@apollo/query-planner';
import type {
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import type { ContextValue, FetchContext, FetchId, PlanNode, QueryPlan } from './peer-plan-format.js';

type ApolloNode = NonNullable<ApolloPlan['node']>;
type ApolloFetch = Extract<ApolloNode, { kind: 'Fetch' }>;
type ApolloContext = NonNullable<ApolloFetch['contextRewrites']>[number];
type ApolloRewrite = NonNullable<ApolloFetch['inputRewrites']>[number];

/** Apollo's planner, as a peer. */
export interface ApolloPlanner {
  /** Plans an operation; its plan is in the form of Hive's. */
  plan(operation: string, isOverridden: (label: string) => boolean): QueryPlan;
}

/** How many plans it compares for one operation at most; its default of 10,000 takes seconds. */
const maxEvaluatedPlans = 100;

/** Prepares Apollo's planner for a supergraph; its modules are loaded only then. */
export async function apolloPlanner(supergraphSdl: string, overrideLabels: readonly string[]): Promise<ApolloPlanner> {
  const [{ operationFromDocument, Supergraph }, { QueryPlanner }] = await Promise.all([
    import('@apollo/federation-internals'),
    import('@apollo/query-planner'),
  ]);
  const supergraph = Supergraph.build(supergraphSdl, {
    // The gateway has refused what it does not support, and sees itself to what callers may see.
    supportedFeatures: null,
  });
  const schema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans } });
  return {
    plan: (text, isOverridden) => {
      const operation = operationFromDocument(schema, parse(text), { validate: false });
      const overrideConditions = new Map(overrideLabels.map((label) => [label, isOverridden(label)]));
      const { node } = planner.buildQueryPlan(operation, { overrideConditions });
      return { kind: 'QueryPlan', ...(node && { node: toPlanNode(node) }) };
    },
  };
}

function toPlanNode(node: ApolloNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(toPlanNode) };
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.map(toPathSegment), node: toPlanNode(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        condition: node.condition,
        ...(node.ifClause && { ifClause: toPlanNode(node.ifClause) }),
        ...(node.elseClause && { elseClause: toPlanNode(node.elseClause) }),
      };
    case 'Fetch':
      return toFetch(node);
    case 'Subscription': {
      const subscription = { kind: 'Subscription', primary: toFetch(node.primary) } as const;
      return node.rest ? { kind: 'Sequence', nodes: [subscription, toPlanNode(node.rest)] } : subscription;
    }
    default:
      throw new Error(`Expected a plan without @defer, got one with a ${node.kind} node.`);
  }
}

function toFetch(node: ApolloFetch): FetchNode & FetchId & FetchContext {
  const { serviceName, variableUsages, operationKind, operationName, operation, requires } = node;
  return {
    kind: 'Fetch',
    serviceName,
    operationKind,
    operation,
    ...(node.id !== undefined && { id: node.id }),
    ...(variableUsages && { variableUsages }),
    ...(operationName !== undefined && { operationName }),
    // Apollo's selections have the same form as Hive's.
    ...(requires && { requires: requires as RequiresSelection[] }),
    ...(node.inputRewrites && { inputRewrites: node.inputRewrites.map(toRewrite) }),
    ...(node.outputRewrites && { outputRewrites: node.outputRewrites.map(toRewrite) }),
    ...(node.contextRewrites && { context: node.contextRewrites.map(toContextValue) }),
  };
}

function toPathSegment(segment: string | number): FlattenNodePathSegment {
  return segment === '@' ? '@' : { Field: String(segment) };
}

function toRewrite(rewrite: ApolloRewrite): FetchRewrite {
  const path = rewrite.path.map(toRewriteSegment);
  return rewrite.kind === 'ValueSetter'
    ? { ValueSetter: { path, setValueTo: rewrite.setValueTo as string } }
    : { KeyRenamer: { path, renameKeyTo: rewrite.renameKeyTo } };
}

/** Each `..` of Apollo's path is one field up. */
function toContextValue({ path, renameKeyTo }: ApolloContext): ContextValue {
  const below = path.filter((segment) => segment !== '..');
  return { variable: renameKeyTo, up: path.length - below.length, path: below.map(toRewriteSegment) };
}

/** A type condition is written `... on Type` in Apollo's rewrites. */
function toRewriteSegment(segment: string): FetchNodePathSegment {
  const [, type] = /^\.\.\. on (.+)$/.exec(segment) ?? [];
  return type === undefined ? { Key: segment } : { TypenameEquals: [type] };
}
