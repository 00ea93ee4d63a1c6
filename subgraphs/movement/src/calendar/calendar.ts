import type { Goal } from '@hub/kit';
import { monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { GoalDaysKind } from '../goal-days/goal-days.entity.js';
import { daysFor, reportDueDays } from '../goal-days/goal-days.loader.js';
import { dueDay } from '../progress/contribution-state.js';
import type { ProgressBook } from '../progress/progress-book.js';
import { type CalendarEntry, DueKind } from './calendar.type.js';

/** The input for a goal's next entries: its publication, and each linked organisation's release. */
export interface NextOfGoal {
  readonly goal: Goal;
  /** The last month that was published; null if there is none. */
  readonly published: string | null;
  /** Days from a month's end until its publication is due; null if no due day is set. */
  readonly publicationDueDays: number | null;
}

/**
 * The next entries of a goal and their due days: the month after the last one that was published, or released in
 * full, or else the last month that is over. No month before the goal's start or after its deadline is due.
 */
export function nextOf({ goal, published, publicationDueDays }: NextOfGoal, book: ProgressBook): CalendarEntry[] {
  const { today } = book;
  const [first, last] = [goal.startsOn.slice(0, 7), goal.deadline.slice(0, 7)];
  const entry = (kind: DueKind, month: string, dueDays: number | null): Omit<CalendarEntry, 'organisation'> => {
    const dueOn = dueDay(parsePeriod(month).lastDay, dueDays);
    return { kind, goal, period: month, dueOn, isOverdue: dueOn !== null && dueOn < today };
  };
  // After the deadline, the last month stays due until it is there.
  const lastOver = earlier(last, monthOf(monthNumber(today) - 1));
  const toPublish = later(first, published === null ? lastOver : monthOf(monthNumber(published) + 1));
  const dueDays = daysFor(book.goals.days, goal.code, GoalDaysKind.PUBLICATION, toPublish)?.days ?? publicationDueDays;
  return [
    {
      ...entry(DueKind.PUBLICATION, toPublish, dueDays),
      organisation: null,
    },
    ...book.goals
      .expectedOn(goal.code, today)
      .filter(({ organisation: { linked } }) => linked)
      .map(({ organisation }) => {
        const through = book.knownOf(organisation.code)?.release.through ?? null;
        const month = later(first, nextMonth(through) ?? lastOver);
        return {
          ...entry(DueKind.RELEASE, month, reportDueDays(book.goals.days, goal, month)),
          organisation,
        };
      }),
  ].filter(({ period }) => period <= last);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** The first month that is not reported in full; null without any report. */
function nextMonth(through: string | null): string | null {
  if (through === null) return null;
  const month = through.slice(0, 7);
  return through === parsePeriod(month).lastDay ? monthOf(monthNumber(month) + 1) : month;
}
