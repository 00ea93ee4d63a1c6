import { daysBetween } from '../values/days.js';

/** A goal's state compared with the linear pace from its start to its deadline. */
export enum ProgressStatus {
  ACHIEVED = 'ACHIEVED',
  ON_TRACK = 'ON_TRACK',
  AT_RISK = 'AT_RISK',
  OFF_TRACK = 'OFF_TRACK',
  FALLING = 'FALLING',
  NOT_STARTED = 'NOT_STARTED',
  MISSED = 'MISSED',
  ACHIEVED_LATE = 'ACHIEVED_LATE',
  UNCERTAIN = 'UNCERTAIN',
  NO_DATA = 'NO_DATA',
}

/** The part of a goal that progress is computed from. Shares from 0 to 1, days as `YYYY-MM-DD`. */
export interface GoalTerms {
  readonly target: number;
  readonly base: number;
  readonly startsOn: string;
  readonly deadline: string;
}

/** The position of a day in a goal's time: equal for all places. */
export interface GoalTime {
  /** The elapsed part, 0 at the start and 1 at the deadline. */
  readonly elapsed: number;
  /** Months until the deadline. */
  readonly monthsLeft: number;
}

const daysOfMonth = 365.25 / 12;

/** Computes the position of a day in a goal's time. */
export function timeOf({ startsOn, deadline }: GoalTerms, on: string | null): GoalTime {
  if (on === null) return { elapsed: 0, monthsLeft: 0 };
  return {
    elapsed: daysBetween(startsOn, on) / daysBetween(startsOn, deadline),
    monthsLeft: daysBetween(on, deadline) / daysOfMonth,
  };
}

/** Achieved pace over needed pace; null before the start and once the deadline has passed. */
export function paceOf(
  { target, base, deadline }: GoalTerms,
  ratio: number,
  on: string,
  { elapsed }: GoalTime,
): number | null {
  if (elapsed <= 0 || on >= deadline || target <= base) return null;
  return (ratio - base) / elapsed / (target - base);
}

/** The status of a share, by the movement's thresholds for the linear pace. */
export function statusOf(
  { target, startsOn, deadline }: GoalTerms,
  share: number | null,
  pace: number | null,
  on: string | null,
): ProgressStatus {
  if (share === null || on === null) return ProgressStatus.NO_DATA;
  if (share >= target) return ProgressStatus.ACHIEVED;
  if (on >= deadline) return ProgressStatus.MISSED;
  if (on <= startsOn || pace === null) return ProgressStatus.NOT_STARTED;
  if (pace < 0) return ProgressStatus.FALLING;
  if (pace < 0.6) return ProgressStatus.OFF_TRACK;
  return pace < 0.95 ? ProgressStatus.AT_RISK : ProgressStatus.ON_TRACK;
}

/** Whether a place has too few people for a verdict: each step of rounding would decide it. */
export function isTooSmall(denominator: number | null, leastDenominator: number): boolean {
  return denominator !== null && denominator < leastDenominator;
}

/** The common verdict of the fewest and the most people; `UNCERTAIN` where they differ. */
export function verdictOfBoth(least: ProgressStatus, most: ProgressStatus): ProgressStatus {
  // Before a goal begins, there is no verdict.
  return least === most || least === ProgressStatus.NOT_STARTED ? least : ProgressStatus.UNCERTAIN;
}

/**
 * The common verdict of both bounds.
 * @param ends the lowest and the highest possible share, the latter infinite where it has no limit; null where both are
 * unknown.
 */
export function verdictOf(
  goal: GoalTerms,
  ends: { readonly lower: number; readonly upper: number } | null,
  on: string | null,
): ProgressStatus {
  const time = timeOf(goal, on);
  const judged = (end: number | null) => {
    // A share of an empty denominator does not exist.
    const share = end === null || Number.isNaN(end) ? null : end;
    return statusOf(goal, share, share === null || on === null ? null : paceOf(goal, share, on, time), on);
  };
  return verdictOfBoth(judged(ends?.lower ?? null), judged(ends?.upper ?? null));
}
