import type { Random } from '@hub/kit';

/** The movement's first day in the demonstration. */
export const firstDay = '2025-05-01';
/** The demonstration's last day. */
export const lastDay = '2026-10-31';

/** A day of activity, not before another day; most are in 2026. */
export function activityDay(random: Random, from = firstDay): string {
  const isEarly = from < '2026-01-01' && random.chance(0.3);
  return isEarly ? random.day(from, '2025-12-31') : random.day(from > '2026-01-01' ? from : '2026-01-01', lastDay);
}
