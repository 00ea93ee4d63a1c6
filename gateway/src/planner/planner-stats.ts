import { type BusyReason, busyReasons } from '../errors/planner-busy.js';
import type { QueueCounts } from './planning-queue.js';

/** The places of planning: the event loop, or the thread; `none` for operations without a plan. */
export const planPlaces = ['loop', 'thread', 'none'] as const;

/** Counts of planning since the gateway started, across supergraphs. */
export interface PlannerStats extends QueueCounts {
  readonly plans: Record<(typeof planPlaces)[number], number>;
  /** Operations refused by a busy planner, by reason. */
  readonly busy: Record<BusyReason, number>;
}

export function newPlannerStats(): PlannerStats {
  return { waiting: 0, running: 0, plans: zeros(planPlaces), busy: zeros(busyReasons) };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
