import { type Goal, isInForceOn } from '@hub/kit';
import { daysBetween } from '@hub/protocol';
import type { GoalDays } from './goal-days.loader.js';
import { ownLateDataUntil } from './goal-days.loader.js';
import { ClosingState } from './goal-days.type.js';

/** The inputs that decide when goals are closed. */
export interface LaidDown {
  /** All versions of all goals. */
  readonly goals: readonly Goal[];
  readonly days: readonly GoalDays[];
}

/**
 * The last day on which data for a goal's time is accepted; null if none is set. Goals with deadlines in one month
 * are closed together, on the latest of their days: a publication has one set of releases for all.
 */
export function lateDataUntil(goal: Pick<Goal, 'code' | 'deadline'>, { goals, days }: LaidDown): string | null {
  const own = ownLateDataUntil(days, goal);
  if (own === null) return null;
  const month = goal.deadline.slice(0, 7);
  const together = goals.filter((one) => one.deadline.startsWith(month) && isInForceOn(one, one.deadline));
  return [own, ...together.flatMap((one) => ownLateDataUntil(days, one) ?? [])].sort().at(-1) ?? own;
}

/** How a goal's time ends, without its publications. */
export interface Closing {
  readonly state: ClosingState;
  readonly asOf: string;
  readonly period: string;
  readonly lateDataUntil: string | null;
  readonly daysLeft: number | null;
  readonly lateDataDaysLeft: number | null;
}

/**
 * How far the closing of a goal is on a day.
 * @param isPublished whether the goal's last figures are published.
 */
export function closingOf(
  goal: Pick<Goal, 'code' | 'deadline'>,
  laidDown: LaidDown,
  today: string,
  isPublished: boolean,
): Closing {
  const { deadline } = goal;
  const until = lateDataUntil(goal, laidDown);
  const isOver = today > deadline;
  return {
    ...{ asOf: deadline, period: deadline.slice(0, 7), lateDataUntil: until },
    daysLeft: isOver ? null : daysBetween(today, deadline),
    lateDataDaysLeft: isOver && until !== null && today <= until ? daysBetween(today, until) : null,
    state: stateOf(),
  };

  function stateOf(): ClosingState {
    if (!isOver) return today < `${deadline.slice(0, 7)}-01` ? ClosingState.OPEN : ClosingState.ENDING;
    if (until === null || today <= until) return ClosingState.LATE_DATA;
    return isPublished ? ClosingState.FINAL : ClosingState.CLOSED;
  }
}

/** The day on which a goal's figures were frozen; undefined while late data counts. */
export function frozenOn(goal: Pick<Goal, 'code' | 'deadline'>, laidDown: LaidDown, today: string): string | undefined {
  const until = lateDataUntil(goal, laidDown);
  return until !== null && today > until ? until : undefined;
}

/** Whether a period is the last of a goal's time, or later. */
export function isLastOf({ deadline }: Pick<Goal, 'deadline'>, lastDay: string): boolean {
  return lastDay >= deadline;
}
