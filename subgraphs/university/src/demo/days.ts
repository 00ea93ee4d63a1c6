import type { Random } from '@hub/kit';

/** A day of activity: a third in 2025, the movement's first months, the rest in 2026. */
export function activityDay(random: Random): string {
  return random.chance(0.33) ? random.day('2025-05-15', '2025-12-20') : random.day('2026-01-05', '2026-10-25');
}
