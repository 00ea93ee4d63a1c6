import { monthNumber, monthOf } from '@hub/protocol';
import { HeadlineRule } from '../headline/headline.entity.js';
import { headlineRuleOn } from '../headline/headline.loader.js';
import { hasReported } from './contribution-state.js';
import type { ProgressBook } from './progress-book.js';

/** How many months back the month that all have reported is searched. */
const mostMonthsLookedAt = 36;

/**
 * The month of a goal's headline by its rule, up to the month of the deadline. By default it is the last month that
 * all expected organisations have reported. If one never reported, it is the last month with complete data of the
 * others; without any, the last month whose reports are due. The current month if no month is due.
 */
export function headlineMonth(book: ProgressBook, goalCode: string): string {
  const today = monthNumber(book.today.slice(0, 7));
  const deadline = book.goals.goalAt(goalCode, monthOf(today))?.deadline;
  // The figures to date end with the goal.
  const now = deadline === undefined ? today : Math.min(today, monthNumber(deadline.slice(0, 7)));
  if (book.goals.frozenOn(goalCode, monthOf(now)) !== undefined) return monthOf(now);
  const rule = headlineRuleOn(book.headlines, goalCode, book.today);
  if (rule === HeadlineRule.NEWEST) return monthOf(now);
  let complete: string | undefined;
  let due: string | undefined;
  for (let month = now; month > now - mostMonthsLookedAt; month -= 1) {
    const frame = book.frameOf(goalCode, monthOf(month));
    if (!frame || frame.lastDay < frame.goal.startsOn) break;
    if (frame.isComplete) complete ??= frame.period;
    if ((frame.reportDueOn ?? frame.lastDay) < book.today) due ??= frame.period;
    if (complete !== undefined && rule === HeadlineRule.COMPLETE) return complete;
    if (frame.root.contributions.every(({ state }) => hasReported(state))) return frame.period;
  }
  return complete ?? due ?? monthOf(now);
}
