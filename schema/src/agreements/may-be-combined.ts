import type { Agreement, Granularity } from './agreement.js';
import { type Asker, holds } from './holds.js';

/**
 * Whether an organisation lets its released figures of a goal be combined with those of others for somebody, such as to
 * bounds or a ratio, at a level.
 * @param agreements the organisation's.
 * @param day of the province, such as 2026-03-31.
 */
export function mayBeCombined(
  agreements: readonly Agreement[],
  goal: string,
  level: Granularity,
  asker: Asker,
  day: string,
): boolean {
  return agreements.some(
    (agreement) =>
      (agreement.combined.includes('*') || agreement.combined.includes(goal)) &&
      (level === 'province' || agreement.granularity === 'commune') &&
      holds(agreement, asker, day),
  );
}
