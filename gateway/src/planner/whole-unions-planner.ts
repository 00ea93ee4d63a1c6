import { type DocumentNode, parse, print } from 'graphql';
import { completeUnions } from './complete-unions.js';
import type { Planner, QueryPlan } from './planner.js';
import { subgraphPruner } from './subgraph-pruner.js';

/**
 * A planner that keeps the members of unions which only some subgraphs know. It plans with a supergraph in which all
 * do, and with the supergraph itself what cannot be planned so. Where every subgraph knows all members, it is the
 * planner that `open` gives for the supergraph as it is.
 */
export function wholeUnionsPlanner(supergraphSdl: string, open: (supergraphSdl: string) => Planner): Planner {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const completed = completeUnions(supergraph);
  const whole = completed && openIfPossible(completed, open);
  if (!whole) return open(supergraphSdl);

  const pruneNode = subgraphPruner(supergraph);
  const prune = ({ parts, ...plan }: QueryPlan): QueryPlan => ({
    ...pruneNode(plan),
    ...(parts && {
      parts: parts.map(({ node, ...part }) => ({ ...part, node: pruneNode({ kind: 'QueryPlan', node }).node ?? node })),
    }),
  });
  let plain: Planner | undefined;
  let closed = false;
  const either = async (plan: (planner: Planner) => Promise<QueryPlan>): Promise<QueryPlan> => {
    try {
      return prune(await plan(whole));
    } catch (error) {
      if (closed) throw error;
      return plan((plain ??= open(supergraphSdl)));
    }
  };
  return {
    overridePercentages: whole.overridePercentages,
    plan: (...question) => either((planner) => planner.plan(...question)),
    ...(whole.planIncremental && {
      planIncremental: (...question) => either((planner) => incrementally(planner, ...question)),
    }),
    close: () => {
      closed = true;
      whole.close();
      plain?.close();
    },
  };
}

async function incrementally(planner: Planner, ...question: Parameters<Planner['plan']>): Promise<QueryPlan> {
  if (!planner.planIncremental) throw new Error('Expected a planner that can defer.');
  return planner.planIncremental(...question);
}

function openIfPossible(supergraph: DocumentNode, open: (supergraphSdl: string) => Planner): Planner | undefined {
  try {
    return open(print(supergraph));
  } catch {
    return undefined;
  }
}
