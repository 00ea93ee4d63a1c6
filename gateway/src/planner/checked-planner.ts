import { planChecker } from './check/plan-checker.js';
import { type CheckedPlan, isSound, soundestPlan } from './check/soundest-plan.js';
import { withoutKnownTypenames } from './known-typenames.js';
import { overridden } from './override-labels.js';
import type { PlanRequest } from './planner-channel.js';
import type { PlannerName } from './planner-stats.js';
import type { QueryPlan } from './planner.js';
import type { SupergraphTypes } from './subgraph-types.js';

/** Plans an operation with one text of a supergraph. */
export type Plan = (request: PlanRequest) => QueryPlan | Promise<QueryPlan>;

/** One way to plan, and whose it is. */
export interface PlanWay {
  readonly by: PlannerName;
  readonly plan: Plan;
}

/** Plans an operation, and says what is wrong with the plan. */
export type CheckedPlanner = (request: PlanRequest) => Promise<CheckedPlan>;

/**
 * A planner that has an operation planned in one way after another, until there is a plan against which nothing is to be
 * said.
 * @param waysFor the ways of an operation, in their order.
 */
export function checkedPlanner(
  types: SupergraphTypes,
  waysFor: (request: PlanRequest) => readonly PlanWay[],
): CheckedPlanner {
  const check = planChecker(types);
  return async (request) => {
    const isOverridden = overridden(request.labels, request.percentage);
    const reasons = new Map<PlannerName, 'failed' | 'unsound'>();
    const ways = waysFor(request).map(({ by, plan }) => async () => {
      // One of its plans may be unsound, and another not found.
      if (!reasons.has(by)) reasons.set(by, 'failed');
      const made = await plan(request);
      const found = { plan: made, by, ...check(request.operation, made, isOverridden) };
      if (isSound(found)) reasons.delete(by);
      else reasons.set(by, 'unsound');
      return found;
    });
    const found = await soundestPlan(ways);
    const plan = withoutKnownTypenames(found.plan, types);
    return { ...found, plan, passedOver: Object.fromEntries(reasons) };
  };
}
