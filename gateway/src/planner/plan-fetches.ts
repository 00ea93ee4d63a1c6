import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { FetchContext, PlanNode, QueryPlan } from './planner.js';

/** The way from the root of the data to objects. */
export type PlanPath = readonly FlattenNodePathSegment[];

/** A fetch of a plan, and the path that it stands in; one that has several names them itself. */
export interface PlanFetch {
  readonly fetch: FetchNode | BatchFetchNode;
  readonly path: PlanPath;
}

/** The fetches of a plan, in their order, whatever they depend on. */
export function fetchesOf(node: PlanNode, path: PlanPath = []): PlanFetch[] {
  switch (node.kind) {
    case 'Fetch':
    case 'BatchFetch':
      return [{ fetch: node, path }];
    case 'Subscription':
      return [{ fetch: node.primary, path }];
    case 'Flatten':
      return fetchesOf(node.node, node.path);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((child) => fetchesOf(child, path));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((clause) => (clause ? fetchesOf(clause, path) : []));
    default:
      return [];
  }
}

/** Whether fields of a plan's fetches have arguments from the context. */
export function takesFromContext(node: PlanNode): boolean {
  return fetchesOf(node).some(({ fetch }) => (fetch as FetchContext).context !== undefined);
}

/** What a plan fetches first, and for each of its parts. */
export function nodesOf({ node, parts = [] }: QueryPlan): PlanNode[] {
  return [...(node ? [node] : []), ...parts.map((part) => part.node)];
}

/** A plan with all of its nodes changed. */
export function withNodes({ node, parts, ...plan }: QueryPlan, change: (node: PlanNode) => PlanNode): QueryPlan {
  return {
    ...plan,
    ...(node && { node: change(node) }),
    ...(parts && { parts: parts.map((part) => ({ ...part, node: change(part.node) })) }),
  };
}

/** What is done to the fetches of a plan, and to the paths that they stand in. */
export interface FetchChange {
  readonly fetch: <Node extends FetchNode | BatchFetchNode>(node: Node) => Node;
  readonly path?: (path: FlattenNodePathSegment[]) => FlattenNodePathSegment[];
}

/** A plan with its fetches changed. */
export function withFetches(node: PlanNode, change: FetchChange): PlanNode {
  switch (node.kind) {
    case 'Fetch':
    case 'BatchFetch':
      return change.fetch(node);
    case 'Subscription':
      return { ...node, primary: change.fetch(node.primary) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((child) => withFetches(child, change)) };
    case 'Flatten':
      return { ...node, path: change.path?.(node.path) ?? node.path, node: withFetches(node.node, change) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: withFetches(node.ifClause, change) }),
        ...(node.elseClause && { elseClause: withFetches(node.elseClause, change) }),
      };
    default:
      return node;
  }
}
