import { type DocumentNode, parse, print } from 'graphql';
import { completeUnions } from './complete-unions.js';
import type { Planner } from './planner.js';
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

  const prune = subgraphPruner(supergraph);
  let plain: Planner | undefined;
  let closed = false;
  return {
    overridePercentages: whole.overridePercentages,
    plan: async (operation, labels, percentage) => {
      try {
        return prune(await whole.plan(operation, labels, percentage));
      } catch (error) {
        if (closed) throw error;
        return (plain ??= open(supergraphSdl)).plan(operation, labels, percentage);
      }
    },
    close: () => {
      closed = true;
      whole.close();
      plain?.close();
    },
  };
}

function openIfPossible(supergraph: DocumentNode, open: (supergraphSdl: string) => Planner): Planner | undefined {
  try {
    return open(print(supergraph));
  } catch {
    return undefined;
  }
}
