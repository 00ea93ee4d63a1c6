import type { Random } from '@hub/kit';

/** The last day that the demonstration's files tell of. */
export const lastDay = '2026-10-31';

/** A day of activity: a third in 2025, the movement's first months, the rest in 2026. */
export function activityDay(random: Random): string {
  return random.chance(0.33) ? random.day('2025-05-15', '2025-12-20') : random.day('2026-01-05', '2026-10-25');
}

/** A day some days before or after another. */
export function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
