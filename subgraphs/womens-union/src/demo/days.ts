import type { Random } from '@hub/kit';

/** The demonstration's records run from the movement's start to this day. */
export const firstDay = '2025-05-01';
export const lastDay = '2026-10-31';

/** A day on which something happened: the later the likelier, as the movement grew. */
export function activityDay(random: Random, first = firstDay, last = lastDay): string {
  const [one, other] = [random.day(first, last), random.day(first, last)];
  return one > other ? one : other;
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
