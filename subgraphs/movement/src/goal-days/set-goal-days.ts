import type { SubgraphContext } from '@hub/kit';
import { badUserInput, parsePeriod } from '@hub/protocol';
import { existingGoal } from '../goal/goal.loader.js';
import type { Doer } from '../publishing/deed.js';
import { GoalDaysKind } from './goal-days.entity.js';
import type { GoalDays } from './goal-days.loader.js';

/**
 * Sets days of a goal from a month on; for the closing, the month is the deadline's. Existing days do not change, and
 * the history records who set each.
 * @throws GraphQLError `BAD_USER_INPUT`.
 */
export async function setGoalDays(asked: GoalDays, by: Doer, context: SubgraphContext): Promise<void> {
  const { goalCode, kind, days } = asked;
  const goal = await existingGoal(goalCode, context);
  const basis = asked.basis.trim();
  if (basis === '') throw badUserInput('basis: expected where the days are laid down, got nothing.');
  if (days < 0 || days > 366) throw badUserInput(`days: expected 0 to 366, got ${days}.`);
  const fromMonth = kind === GoalDaysKind.CLOSING ? goal.deadline.slice(0, 7) : asked.fromMonth;
  if (parsePeriod(fromMonth).lastMonth !== fromMonth) {
    throw badUserInput(`fromMonth: expected a month, such as 2026-12, got ${fromMonth}.`);
  }
  await context.em.transactional(async (em) => {
    const written = await em.execute<object[]>(
      `insert into goal_days (goal_code, kind, from_month, days, basis) values (?, ?, ?, ?, ?)
       on conflict (goal_code, kind, from_month) do update set days = excluded.days, basis = excluded.basis
       where (goal_days.days, goal_days.basis) is distinct from (excluded.days, excluded.basis) returning goal_code`,
      [goal.code, kind, fromMonth, days, basis],
    );
    if (written.length === 0) return;
    await em.execute(
      `insert into goal_days_change (goal_code, kind, from_month, days, basis, subject, name, at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      [goal.code, kind, fromMonth, days, basis, by.subject, by.name, context.now().toISOString()],
    );
  });
}
