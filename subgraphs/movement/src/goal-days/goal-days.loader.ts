import type { Goal, SubgraphContext } from '@hub/kit';
import { daysLater } from '@hub/protocol';
import { keptLoader } from '../kept/kept-loader.js';
import { GoalDaysKind } from './goal-days.entity.js';

/** The days that are set for a goal from a month on. */
export interface GoalDays {
  readonly goalCode: string;
  readonly kind: GoalDaysKind;
  readonly fromMonth: string;
  readonly days: number;
  readonly basis: string;
}

/** Reads the days of all goals, the latest month first. */
export function readGoalDays(em: SubgraphContext['em']): Promise<GoalDays[]> {
  return em.execute<GoalDays[]>(
    `select goal_code as "goalCode", kind, from_month as "fromMonth", days, basis from goal_days order by from_month desc`,
  );
}

const loader = keptLoader<'all', GoalDays[]>(async (keys, em) => {
  const rows = await readGoalDays(em);
  return keys.map(() => rows);
});

/** The days of all goals, the latest month first. */
export function allGoalDays(context: SubgraphContext): Promise<GoalDays[]> {
  return loader(context).load('all');
}

/** The days that apply to a goal's month; undefined if none are set. */
export function daysFor(
  all: readonly GoalDays[],
  goalCode: string,
  kind: GoalDaysKind,
  month: string,
): GoalDays | undefined {
  return all.find((one) => one.goalCode === goalCode && one.kind === kind && one.fromMonth <= month);
}

/** Days from a month's end until a goal's report is due; null if none are set. */
export function reportDueDays(
  all: readonly GoalDays[],
  goal: Pick<Goal, 'code' | 'reportDueDays'>,
  month: string,
): number | null {
  return daysFor(all, goal.code, GoalDaysKind.REPORT, month)?.days ?? goal.reportDueDays ?? null;
}

/** The last day on which data for a goal's time is accepted by the goal's own days alone; null if none are set. */
export function ownLateDataUntil(
  all: readonly GoalDays[],
  { code, deadline }: Pick<Goal, 'code' | 'deadline'>,
): string | null {
  const found = daysFor(all, code, GoalDaysKind.CLOSING, deadline.slice(0, 7));
  return found ? daysLater(deadline, found.days) : null;
}
