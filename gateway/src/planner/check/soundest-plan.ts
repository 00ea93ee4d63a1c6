import type { PlannerName } from '../planner-stats.js';
import type { QueryPlan } from '../planner.js';
import type { PlanFindings } from './plan-checker.js';

/** A plan with what is to be said against it. */
export interface CheckedPlan extends PlanFindings {
  readonly plan: QueryPlan;
  readonly by: PlannerName;
  /** The planners that found none, or none that is sound. */
  readonly passedOver: Readonly<Partial<Record<PlannerName, 'failed' | 'unsound'>>>;
}

/**
 * Makes plans in one way after another until there is one against which nothing is to be said; gives the best of them.
 * @throws what the first way threw, where none gives a plan.
 */
export async function soundestPlan<Made extends PlanFindings>(ways: Iterable<() => Promise<Made>>): Promise<Made> {
  let best: Made | undefined;
  const failures: unknown[] = [];
  for (const way of ways) {
    let made: Made;
    try {
      made = await way();
    } catch (error) {
      failures.push(error);
      continue;
    }
    if (!best || isSounder(made, best)) best = made;
    if (isSound(best)) return best;
  }
  if (best) return best;
  throw failures[0];
}

/** Whether nothing is to be said against a plan. */
export function isSound({ wrong, needless }: PlanFindings): boolean {
  return wrong.length === 0 && needless.length === 0;
}

/** Whether less is to be said against one plan than against another. */
export function isSounder(one: PlanFindings, other: PlanFindings): boolean {
  if (one.wrong.length !== other.wrong.length) return one.wrong.length < other.wrong.length;
  return one.needless.length < other.needless.length;
}
