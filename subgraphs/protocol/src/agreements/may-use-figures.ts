import type { Agreement, Granularity } from './agreement.js';
import { type Asker, holds } from './holds.js';

/**
 * What movement may do with an organisation's released figures of a goal: combine them with those of others, such as to
 * bounds or a ratio, or give them as that organisation's own share.
 */
export type FiguresUse = 'combined' | 'figures';

/**
 * Whether an organisation lets its released figures of a goal be used so for somebody, at a level.
 * @param agreements the organisation's.
 * @param day of the province, such as 2026-03-31.
 */
export function mayUseFigures(
  agreements: readonly Agreement[],
  use: FiguresUse,
  goal: string,
  level: Granularity,
  asker: Asker,
  day: string,
): boolean {
  return agreements.some(
    (agreement) =>
      (agreement[use].includes('*') || agreement[use].includes(goal)) &&
      (level === 'province' || agreement.granularity === 'commune') &&
      holds(agreement, asker, day),
  );
}
