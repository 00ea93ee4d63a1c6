import { parsePeriod } from '../values/period.js';
import { daysLater } from '../values/days.js';

/** The last day of a month (`2026-02`). */
export function lastDayOf(month: string): string {
  return parsePeriod(month).lastDay;
}

/** The day before a day. */
export function dayBefore(day: string): string {
  return daysLater(day, -1);
}
