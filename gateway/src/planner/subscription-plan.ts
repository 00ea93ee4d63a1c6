import type { FetchNode } from '@graphql-hive/router-query-planner';
import type { PlanNode, QueryPlan } from './planner.js';

/** A subscription's plan: what is asked of one subgraph for as long as it lasts, and what is fetched at each event. */
export interface SubscriptionPlan {
  readonly primary: FetchNode;
  readonly rest: PlanNode | undefined;
}

/** Takes a subscription's plan apart; undefined where the plan is none. */
export function subscriptionPlan({ node }: QueryPlan): SubscriptionPlan | undefined {
  if (node?.kind === 'Subscription') return { primary: node.primary, rest: undefined };
  if (node?.kind !== 'Sequence') return undefined;
  const [first, ...rest] = node.nodes;
  return first?.kind === 'Subscription'
    ? { primary: first.primary, rest: { kind: 'Sequence', nodes: rest } }
    : undefined;
}
