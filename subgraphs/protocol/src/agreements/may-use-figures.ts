import type { Agreement, Granularity } from './agreement.js';
import { type Asker, holds } from './holds.js';

/**
 * How movement may use an organisation's released figures of a goal: combine them with other organisations', such as
 * for bounds or a ratio, or return them as that organisation's own share.
 */
export type FiguresUse = 'combined' | 'figures';

/**
 * Whether an organisation permits such a use of its released figures of a goal, for a caller and at a level.
 * @param agreements the organisation's agreements.
 * @param day a day of the province, such as 2026-03-31.
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
