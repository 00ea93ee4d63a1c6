import { type BusyReason, busyReasons } from '../errors/planner-busy.js';
import type { QueueCounts } from './planning-queue.js';

/** Where operations are planned: on the event loop, or in the thread; `none`: those that got no plan. */
export const planPlaces = ['loop', 'thread', 'none'] as const;

/** What was planned since the gateway started, whatever became of the supergraph meanwhile. */
export interface PlannerStats extends QueueCounts {
  readonly plans: Record<(typeof planPlaces)[number], number>;
  /** Operations that were refused since the planner is busy, by why. */
  readonly busy: Record<BusyReason, number>;
}

export function newPlannerStats(): PlannerStats {
  return { waiting: 0, running: 0, plans: zeros(planPlaces), busy: zeros(busyReasons) };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
