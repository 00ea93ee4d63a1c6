import type { FetchNode } from '@graphql-hive/router-query-planner';
import type { FetchId, PlanNode } from '../planner/planner.js';
import type { SubgraphClient } from '../subgraph/subgraph-client.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import { batchFetch, entityFetch } from './entity-fetch.js';
import type { Run } from './execution.js';
import type { Merge } from './merge.js';
import { rootFetch } from './root-fetch.js';

/** What a plan is compiled with. */
export interface PlanContext {
  readonly supergraph: Supergraph;
  readonly merge: Merge;
  /** The client of a subgraph. */
  readonly client: (subgraph: string) => SubgraphClient;
  /** Whether the callers of the operation may not see a field of a type; absent where they may see all. */
  readonly denies?: (type: string, field: string) => boolean;
}

/** Compiles a plan, so that nothing of it is read again when it runs. */
export function compilePlan(node: PlanNode, context: PlanContext): Run {
  switch (node.kind) {
    case 'Fetch':
      return announced(node, rootFetch(node, context));
    case 'BatchFetch':
      return batchFetch(node, context);
    case 'Flatten':
      if (node.node.kind !== 'Fetch') break;
      // What needs nothing of an object is asked of the root, which a field may give again.
      if (!node.node.requires?.length) return announced(node.node, rootFetch(node.node, context, node.path));
      return announced(node.node, entityFetch(node.path, node.node, context));
    case 'Sequence':
      return sequence(node.nodes.map((child) => compilePlan(child, context)));
    case 'Parallel':
      return parallel(node.nodes.map((child) => compilePlan(child, context)));
    case 'Condition': {
      // The planner says null where its types say undefined.
      const [then, otherwise] = [node.ifClause ?? null, node.elseClause ?? null].map(
        (clause) => clause && compilePlan(clause, context),
      );
      const { condition } = node;
      return (execution) => (execution.variables[condition] === true ? then : otherwise)?.(execution);
    }
  }
  throw new Error(`Expected a plan of fetches, got ${node.kind}.`);
}

/** Tells of the end of a fetch that has a name. */
function announced({ id }: FetchNode & FetchId, run: Run): Run {
  if (id === undefined) return run;
  return async (execution) => {
    await run(execution);
    execution.fetched?.(id);
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

function parallel(runs: readonly Run[]): Run {
  return (execution) => {
    const running = runs.map((run) => run(execution)).filter((promise) => promise !== undefined);
    if (running.length < 2) return running[0];
    return Promise.all(running).then(() => undefined);
  };
}
