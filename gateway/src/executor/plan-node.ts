import type { Refusal } from '../authorization/unauthorized.js';
import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { nextBatch } from '../next-batch.js';
import { takesFromContext } from '../planner/plan-fetches.js';
import type { FetchId, PlanNode } from '../planner/planner.js';
import type { SubgraphClient } from '../subgraph/subgraph-client.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import { observedClient } from '../telemetry/fetch-observer.js';
import { batchFetch, entityFetch } from './entity-fetch.js';
import { onlyTypeAtEnd } from './entity-path.js';
import type { Run, Send, TakeIn } from './execution.js';
import type { Merger } from './merge.js';
import { rootFetch } from './root-fetch.js';

/** What a plan is compiled with. */
export interface PlanContext extends Merger {
  readonly supergraph: Supergraph;
  /** The client of a subgraph. */
  readonly client: (subgraph: string) => SubgraphClient;
  /** Whether no two objects may share what a fetch gave them, since fields below take values from objects above. */
  readonly keepsApart?: boolean;
  /** Why the callers of the operation may not see a field of a type; absent where they may see all. */
  readonly refusal?: (type: string, field: string) => Refusal | undefined;
}

/** Compiles a plan, so that nothing of it is read again when it runs. */
export function compilePlan(node: PlanNode, context: PlanContext): Run {
  const run = compileNode(node, { ...context, keepsApart: takesFromContext(node) });
  return (execution) => {
    execution.context.observer?.fetches?.plans?.(node);
    return run(execution);
  };
}

function compileNode(node: PlanNode, context: PlanContext): Run {
  switch (node.kind) {
    case 'Fetch':
    case 'BatchFetch':
    case 'Flatten':
      return taken(compileSend(node, context));
    case 'Sequence':
      return sequence(node.nodes.map((child) => compileNode(child, context)));
    case 'Parallel':
      return parallel(node.nodes.map((child) => compileSend(child, context)));
    case 'Condition': {
      // The planner says null where its types say undefined.
      const [then, otherwise] = [node.ifClause ?? null, node.elseClause ?? null].map(
        (clause) => clause && compileNode(clause, context),
      );
      const { condition } = node;
      return (execution) => (execution.variables[condition] === true ? then : otherwise)?.(execution);
    }
  }
  throw unexpected(node);
}

/** Compiles a node of which the last answers can wait to be taken in: a fetch's own, and nothing of others. */
function compileSend(node: PlanNode, context: PlanContext): Send {
  switch (node.kind) {
    case 'Fetch':
      return announced(node, rootFetch(node, observed(context, node)));
    case 'BatchFetch':
      return batchFetch(node, observed(context, node, ...node.entityBatch.aliases.flatMap(({ paths }) => paths)));
    case 'Flatten': {
      const { node: fetch, path } = node;
      if (fetch.kind !== 'Fetch') throw unexpected(fetch);
      const own = observed(context, fetch, path);
      // What needs nothing of an object is asked of the root, which a field may give again.
      return announced(fetch, fetch.requires?.length ? entityFetch(path, fetch, own) : rootFetch(fetch, own, path));
    }
    default: {
      const run = compileNode(node, context);
      return (execution) => run(execution)?.then(() => nothingLeft);
    }
  }
}

const nothingLeft: TakeIn = () => undefined;

function unexpected({ kind }: PlanNode): Error {
  return new Error(`Expected a plan of fetches, got ${kind}.`);
}

/** What a fetch is compiled with, so that whoever observes a request is told of it. */
function observed(
  context: PlanContext,
  node: FetchNode | BatchFetchNode,
  ...paths: readonly (readonly FlattenNodePathSegment[])[]
): PlanContext {
  const fetch = { node, subgraph: node.serviceName, path: paths.map(pathText).join(', ') };
  return { ...context, client: (name) => observedClient(context.client(name), fetch) };
}

/**
 * A path as text: fields, `@` for each item of a list, and types that are asked for as `|[A, B]`; not the one type at its
 * end, which as a rule is that of all objects there.
 */
function pathText(path: readonly FlattenNodePathSegment[]): string {
  return (onlyTypeAtEnd(path) === undefined ? path : path.slice(0, -1))
    .map((segment) => {
      if (segment === '@') return segment;
      return 'Field' in segment ? segment.Field : `|[${segment.TypeCondition.join(', ')}]`;
    })
    .join('.');
}

/** Tells of the end of a fetch that has a name: others wait for it, so that it is taken in at once. */
function announced({ id }: FetchNode & FetchId, send: Send): Send {
  if (id === undefined) return send;
  return async (execution) => {
    (await send(execution))?.();
    execution.fetched?.(id);
    return nothingLeft;
  };
}

function taken(send: Send): Run {
  return (execution) => {
    const sent = send(execution);
    return sent && takeInAll([sent]);
  };
}

function sequence(runs: readonly Run[]): Run {
  return async (execution) => {
    for (const run of runs) {
      const running = run(execution);
      if (running) await running;
    }
  };
}

function parallel(sends: readonly Send[]): Run {
  return (execution) => {
    execution.gatheredNow ??= new Map();
    const sent = sends.map((send) => send(execution)).filter((promise) => promise !== undefined);
    execution.gatheredNow = undefined;
    if (sent.length === 0) return undefined;
    return takeInAll(sent);
  };
}

async function takeInAll(sent: readonly Promise<TakeIn>[]): Promise<void> {
  const answers = await Promise.all(sent);
  await nextBatch();
  for (const takeIn of answers) takeIn();
}
