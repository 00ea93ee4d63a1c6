import type { Goal, SubgraphContext } from '@hub/kit';
import { daysLater } from '@hub/protocol';
import { keptLoader } from '../kept/kept-loader.js';
import { GoalDaysKind } from './goal-days.entity.js';

/** Days that are laid down of a goal, from a month on. */
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

/** What is laid down of a goal for a month; undefined where nothing is. */
export function daysFor(
  all: readonly GoalDays[],
  goalCode: string,
  kind: GoalDaysKind,
  month: string,
): GoalDays | undefined {
  return all.find((one) => one.goalCode === goalCode && one.kind === kind && one.fromMonth <= month);
}

/** How many days after a month's end a goal's report is due; null where none is laid down. */
export function reportDueDays(
  all: readonly GoalDays[],
  goal: Pick<Goal, 'code' | 'reportDueDays'>,
  month: string,
): number | null {
  return daysFor(all, goal.code, GoalDaysKind.REPORT, month)?.days ?? goal.reportDueDays ?? null;
}

/** The last day on which data of a goal's time would be taken in by what is laid down of it alone; null where nothing is. */
export function ownLateDataUntil(
  all: readonly GoalDays[],
  { code, deadline }: Pick<Goal, 'code' | 'deadline'>,
): string | null {
  const found = daysFor(all, code, GoalDaysKind.CLOSING, deadline.slice(0, 7));
  return found ? daysLater(deadline, found.days) : null;
}
