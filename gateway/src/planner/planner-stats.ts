import { KnownFailure } from './known-failures.js';
import { ProcessEnded, TooLate } from './planner-channel.js';
import { type BusyReason, busyReasons } from './planner-busy.js';
import type { QueueCounts } from './planning-queue.js';

/** The planners, in the order in which they are asked. */
export const planners = ['hive', 'apollo', 'stepwise'] as const;

export type PlannerName = (typeof planners)[number];

/** Whose plans are executed. `none`: of those that got no plan. */
export const planMakers = [...planners, 'none'] as const;

/**
 * Why a planner's plan is not taken: it found none, only one that is wrong or asks for too much, or none in time; its
 * process ended over it, did so lately and is not asked again so soon, or starts again.
 */
export const passingReasons = ['failed', 'unsound', 'late', 'ended', 'known', 'restarting'] as const;

export type PassingReason = (typeof passingReasons)[number];

/**
 * The processes that plan, each with a queue: Hive's planner for most callers, Hive's for callers whose operations are
 * hard, and the other planners.
 */
export const lanes = ['hive', 'hive-slow', 'others'] as const;

export type Lane = (typeof lanes)[number];

/** What a process and its queue count. */
export interface LaneCounts extends QueueCounts {
  /** Operations that were planned again, since the process ended for another. */
  retried: number;
}

/** What was planned since the gateway started, whatever became of the supergraph meanwhile. */
export interface PlannerStats {
  /** Operations by whose plan is executed. */
  readonly plans: Readonly<Record<(typeof planMakers)[number], number>>;
  /** Operations for which a planner was passed over, by why. */
  readonly passedOver: Readonly<Record<PlannerName, Readonly<Record<PassingReason, number>>>>;
  /** Operations that were refused since the planner is busy, by why. */
  readonly busy: Readonly<Record<BusyReason, number>>;
  readonly lanes: Readonly<Record<Lane, Readonly<LaneCounts>>>;
}

/** As planners count. */
export interface CountedPlans extends PlannerStats {
  readonly plans: Record<(typeof planMakers)[number], number>;
  readonly passedOver: Readonly<Record<PlannerName, Record<PassingReason, number>>>;
  readonly busy: Record<BusyReason, number>;
  readonly lanes: Readonly<Record<Lane, LaneCounts>>;
}

export function newPlannerStats(): CountedPlans {
  const none = () => zeros(passingReasons);
  const lane = (): LaneCounts => ({ waiting: 0, running: 0, retried: 0 });
  return {
    plans: zeros(planMakers),
    passedOver: { hive: none(), apollo: none(), stepwise: none() },
    busy: zeros(busyReasons),
    lanes: { hive: lane(), 'hive-slow': lane(), others: lane() },
  };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** Why a planner gave no plan. */
export function reasonOf(error: unknown): PassingReason {
  if (error instanceof KnownFailure) return 'known';
  if (error instanceof ProcessEnded) return 'ended';
  return error instanceof TooLate ? 'late' : 'failed';
}
