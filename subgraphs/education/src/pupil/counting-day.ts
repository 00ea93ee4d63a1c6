import { dayInProvince, daysLater, type SubgraphContext } from '@hub/kit';

/** Of a day that is asked for, or today, the last day of a month that is over by then. */
export function countingDay(asked: string | null | undefined, context: SubgraphContext): string {
  const today = dayInProvince(context.now());
  const day = asked != null && asked < today ? asked : today;
  const isLast = daysLater(day, 1).endsWith('-01');
  return isLast ? day : daysLater(`${day.slice(0, 7)}-01`, -1);
}

/** The month at whose end a counting day is, as published counts have it. */
export function monthOfDay(day: string): string {
  return day.slice(0, 7);
}
