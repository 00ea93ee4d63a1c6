import { demoFirstDay, demoLastDay, type Random } from '@hub/kit';

/** A day of activity, not before another day; most are in 2026. */
export function activityDay(random: Random, from = demoFirstDay): string {
  const isEarly = from < '2026-01-01' && random.chance(0.3);
  return isEarly ? random.day(from, '2025-12-31') : random.day(from > '2026-01-01' ? from : '2026-01-01', demoLastDay);
}
