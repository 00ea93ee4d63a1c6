import { type DocumentNode, print } from 'graphql';
import { completeUnions } from './complete-unions.js';
import { withNodes } from './plan-fetches.js';
import type { QueryPlan } from './planner.js';
import { subgraphPruner } from './subgraph-pruner.js';

/** A text of a supergraph that a planner is given, and what makes of its plans those of the supergraph itself. */
export interface SupergraphVariant {
  readonly sdl: string;
  readonly restore: (plan: QueryPlan) => QueryPlan;
}

/**
 * The texts of a supergraph with which a planner can plan: as it is, and with whole unions where it has partial ones,
 * whose members a planner may lose.
 */
export function supergraphVariants(supergraph: DocumentNode): {
  readonly plain: SupergraphVariant;
  readonly whole?: SupergraphVariant;
} {
  const plain = { sdl: print(supergraph), restore: (plan: QueryPlan) => plan };
  const completed = completeUnions(supergraph);
  if (!completed) return { plain };
  const prune = subgraphPruner(supergraph);
  return { plain, whole: { sdl: print(completed), restore: (plan) => withNodes(plan, prune) } };
}
