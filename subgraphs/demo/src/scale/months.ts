import { daysLater, lastDayOf } from '@hub/protocol';
import { demoLastDay } from '../days.js';
import { paceOn } from '../pace.js';
import { chooser, pointsOf } from './points.js';

/** The months of the full-size province, with a release after each: the 24 up to the demonstration's last day. */
export const scaleMonths: readonly string[] = Array.from({ length: 24 }, (_, index) =>
  new Date(Date.UTC(2024, 10 + index)).toISOString().slice(0, 7),
);

/** The first day of the first month. */
export const scaleFirstDay = `${scaleMonths[0] ?? ''}-01`;

/** Day of a month's release: the organisations one after another, from the third day on. */
export function releaseDayOf(month: string, place: number): string {
  return daysLater(lastDayOf(month), 3 + place);
}

const days = Array.from(
  { length: 1 + (Date.parse(demoLastDay) - Date.parse(scaleFirstDay)) / 86_400_000 },
  (_, index) => daysLater(scaleFirstDay, index),
);

/** Makes a function from an index to a day of the 24 months, more often in busy seasons. */
export function daysOf(name: string): (index: number) => string {
  const points = pointsOf(name);
  const choose = chooser(days.map((day) => [day, paceOn(day)] as const));
  return (index) => choose(points(index));
}
