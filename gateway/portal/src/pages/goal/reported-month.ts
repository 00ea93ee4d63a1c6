import type { GoalFacts } from '../../parts/goal-facts.js';
import { daysLater, monthsBefore } from '../../language/numbers.js';

/**
 * The last month, up to a given one, with all reports; only such months have figures of single organisations. The given
 * month if no month has all reports.
 */
export function reportedMonth({ progress }: GoalFacts, month: string): string {
  const through = progress?.completeThrough;
  if (!through) return month;
  // On a day before the end of its month, only the month before is complete.
  const complete = daysLater(through, 1).endsWith('-01') ? through.slice(0, 7) : monthsBefore(through.slice(0, 7), 1);
  return complete < month ? complete : month;
}
