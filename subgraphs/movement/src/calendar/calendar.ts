import type { Goal } from '@hub/kit';
import { monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { GoalDaysKind } from '../goal-days/goal-days.entity.js';
import { daysFor, reportDueDays } from '../goal-days/goal-days.loader.js';
import { dueDay } from '../progress/contribution-state.js';
import type { ProgressBook } from '../progress/progress-book.js';
import { type CalendarEntry, DueKind } from './calendar.type.js';

/** What of a goal comes next: its publication, and each linked organisation's release. */
export interface NextOfGoal {
  readonly goal: Goal;
  /** The last month that was published; null where none was. */
  readonly published: string | null;
  /** How many days after a month's end its publication is due; null where none is laid down. */
  readonly publicationDueDays: number | null;
}

/**
 * Says what comes next of a goal, and when it is due: the month after the last that was published, or released in full.
 * Nothing is due of a month before the goal began, or after its deadline.
 */
export function nextOf({ goal, published, publicationDueDays }: NextOfGoal, book: ProgressBook): CalendarEntry[] {
  const { today } = book;
  const [first, last] = [goal.startsOn.slice(0, 7), goal.deadline.slice(0, 7)];
  const entry = (kind: DueKind, month: string, dueDays: number | null): Omit<CalendarEntry, 'organisation'> => {
    const dueOn = dueDay(parsePeriod(month).lastDay, dueDays);
    return { kind, goal, period: month, dueOn, isOverdue: dueOn !== null && dueOn < today };
  };
  const toPublish = later(
    first,
    published === null ? monthOf(monthNumber(today) - 1) : monthOf(monthNumber(published) + 1),
  );
  const dueDays = daysFor(book.goals.days, goal.code, GoalDaysKind.PUBLICATION, toPublish)?.days ?? publicationDueDays;
  return [
    {
      ...entry(DueKind.PUBLICATION, toPublish, dueDays),
      organisation: null,
    },
    ...book.goals
      .expectedOn(goal.code, today)
      .filter(({ linked }) => linked)
      .map((organisation) => {
        const through = book.knownOf(organisation.code)?.release.through ?? null;
        const month = later(first, nextMonth(through, today));
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

/** The first month that is not told of in full; the last that is over where nothing is told. */
function nextMonth(through: string | null, today: string): string {
  if (through === null) return monthOf(monthNumber(today) - 1);
  const month = through.slice(0, 7);
  return through === parsePeriod(month).lastDay ? monthOf(monthNumber(month) + 1) : month;
}
