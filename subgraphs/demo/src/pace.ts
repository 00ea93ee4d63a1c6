import { daysLater } from '@hub/protocol';
import { demoFirstDay, demoLastDay } from './days.js';
import type { Random } from './random.js';

/**
 * Activity in each month of a year, January first; an assumption. Low around Tết and in the harvests, high in the
 * summer campaigns and around 10 October, the day of digital transformation.
 */
const seasons = [0.85, 0.65, 1.05, 1.1, 0.95, 0.8, 1.05, 1.1, 1, 1.2, 1.05, 0.9] as const;
const busiest = Math.max(...seasons);

/** Growth of activity from the movement's first day to its last, for the same season. */
const growth = 1.8;

const [first, last] = [demoFirstDay, demoLastDay].map((day) => Date.parse(day)) as [number, number];

/** Activity on a day of the movement, as a share of the largest possible activity. */
export function paceOn(day: string): number {
  const season = seasons[Number(day.slice(5, 7)) - 1] ?? 1;
  const behind = Math.min(1, Math.max(0, (Date.parse(day) - first) / (last - first)));
  return (season * (1 + (growth - 1) * behind)) / (busiest * growth);
}

/**
 * A random day between two days, both included. The movement grows steadily with the seasons, so sums over months
 * neither jump nor stand still.
 */
export function activityDay(random: Random, from = demoFirstDay, until = demoLastDay): string {
  for (;;) {
    const day = random.day(from, until);
    if (random.chance(paceOn(day))) return day;
  }
}

/** A day some days after another; null if it is after the demonstration's last day. */
export function dayAfter(random: Random, day: string, least: number, most: number): string | null {
  const following = daysLater(day, random.integer(least, most));
  return following > demoLastDay ? null : following;
}
