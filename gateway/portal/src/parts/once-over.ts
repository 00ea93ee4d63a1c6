import type { Progress } from '../hub/progress.js';
import { lastDayOf } from '../language/numbers.js';
import type { Closing } from './closing.js';

/** The part of a goal's end that decides which verdicts a month may have. */
export type End = Pick<Closing, 'state' | 'period'>;

/**
 * Whether a goal has passed its deadline without final figures, and a month is before the last one: no pace and no
 * forecast apply to such a month any more.
 */
export function isBeforeEnd(period: string, closing: End | undefined): boolean {
  return (closing?.state === 'LATE_DATA' || closing?.state === 'CLOSED') && period < closing.period;
}

/** The last day of a figure's data, where the deadline has passed and the data ends before it; else null. */
export function dataEnd(
  { completeThrough }: Pick<Progress, 'completeThrough'>,
  closing: End | undefined,
): string | null {
  const isOver = closing !== undefined && closing.state !== 'OPEN' && closing.state !== 'ENDING';
  return isOver && completeThrough !== null && completeThrough < lastDayOf(closing.period) ? completeThrough : null;
}

/** The statuses that compare with the pace. */
export const paced: readonly string[] = ['ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'FALLING', 'NOT_STARTED'];

/** The part of a figure that a verdict needs. */
export type Judged = Pick<Progress, 'status' | 'period' | 'likely' | 'ratio' | 'target' | 'people'>;

/**
 * A month's figure with the verdict that it has after the deadline: reached, not reached by the last day of its data
 * (`NOT_REACHED`), or too little data.
 */
export function onceOver<Of extends Judged>(of: Of, closing: End | undefined): Of {
  if (!isBeforeEnd(of.period, closing)) return of;
  const most = mostOf(of);
  const isShort = paced.includes(of.status) || (of.status === 'UNCERTAIN' && most !== null && most < of.target);
  if (isShort) return { ...of, status: 'NOT_REACHED', likely: null };
  return { ...of, likely: of.likely?.status === 'ACHIEVED' ? of.likely : null };
}

/** The largest possible share; null if it has no limit. */
function mostOf({ ratio, people }: Judged): number | null {
  const counted = people && (people.estimate ?? people.lower);
  const upper = people && (people.interval?.upper ?? people.upper);
  return ratio === null || !counted || upper === null ? null : (ratio * upper) / counted;
}
