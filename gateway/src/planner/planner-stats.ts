import { ProcessEnded, TooLate } from './planner-channel.js';

/** The planners, in the order in which they are asked. */
export const planners = ['hive', 'apollo', 'stepwise'] as const;

export type PlannerName = (typeof planners)[number];

/** Whose plans are executed. `none`: of those that got no plan. */
export const planMakers = [...planners, 'none'] as const;

/**
 * Why a planner's plan is not taken: it found none, only one that is wrong or asks for too much, or none in time; its
 * process ended over it, or starts again.
 */
export const passingReasons = ['failed', 'unsound', 'late', 'ended', 'restarting'] as const;

export type PassingReason = (typeof passingReasons)[number];

/** What was planned since the gateway started, whatever became of the supergraph meanwhile. */
export interface PlannerStats {
  /** Operations by whose plan is executed. */
  readonly plans: Readonly<Record<(typeof planMakers)[number], number>>;
  /** Operations for which a planner was passed over, by why. */
  readonly passedOver: Readonly<Record<PlannerName, Readonly<Record<PassingReason, number>>>>;
}

/** As planners count. */
export interface CountedPlans extends PlannerStats {
  readonly plans: Record<(typeof planMakers)[number], number>;
  readonly passedOver: Readonly<Record<PlannerName, Record<PassingReason, number>>>;
}

export function newPlannerStats(): CountedPlans {
  const none = () =>
    Object.fromEntries(passingReasons.map((reason) => [reason, 0])) as CountedPlans['passedOver']['hive'];
  return {
    plans: Object.fromEntries(planMakers.map((maker) => [maker, 0])) as CountedPlans['plans'],
    passedOver: { hive: none(), apollo: none(), stepwise: none() },
  };
}

/** Why a planner gave no plan. */
export function reasonOf(error: unknown): PassingReason {
  if (error instanceof ProcessEnded) return 'ended';
  return error instanceof TooLate ? 'late' : 'failed';
}
