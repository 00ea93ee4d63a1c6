import { badUserInput, monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { changeBetween } from './course.js';
import type { GoalProgress } from './goal-progress.type.js';
import { SeriesStep, type SeriesPoint } from './progress-series.type.js';
import type { ValueQueue } from './value-queue.js';

/** The most points of one answer, over all its places. */
export const mostPoints = 5000;

/** The most points that are made without a pause. */
const shortSeries = 50;

const monthsOfStep: Record<SeriesStep, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/**
 * The periods of a series: the ones that begin between two months, up to the last one begun by today.
 * @param from the first month's period, and `to` the last one's.
 * @param today later periods are left out.
 * @throws GraphQLError `BAD_USER_INPUT` if the last is before the first, or all begin after today.
 */
export function seriesPeriods(from: string, to: string, step: SeriesStep, today: string): string[] {
  const [first, last] = [parsePeriod(from), parsePeriod(to)];
  if (last.lastMonth < first.firstMonth) throw badUserInput(`Expected to after from (${from}), but got ${to}.`);
  if (first.firstDay > today) {
    throw badUserInput(`Expected from to be a period that has begun by today (${today}), but got ${from}.`);
  }
  const size = monthsOfStep[step];
  const end = Math.min(monthNumber(last.lastMonth), monthNumber(today));
  const periods: string[] = [];
  for (
    let month = monthNumber(first.firstMonth) - (monthNumber(first.firstMonth) % size);
    month <= end;
    month += size
  ) {
    periods.push(periodOf(month, step));
    if (periods.length > mostPoints) break;
  }
  return periods;
}

function periodOf(month: number, step: SeriesStep): string {
  const year = Math.floor(month / 12);
  if (step === SeriesStep.YEAR) return String(year);
  return step === SeriesStep.QUARTER ? `${year}-Q${Math.floor((month % 12) / 3) + 1}` : monthOf(month);
}

/**
 * Makes the points of a series; the points of a short one at once.
 * @param turns the queue for the points of a long one.
 * @param progressIn makes the progress of a period.
 */
export function seriesPoints(
  turns: ValueQueue,
  periods: readonly string[],
  progressIn: (period: string) => GoalProgress,
): (SeriesPoint | Promise<SeriesPoint>)[] {
  let former: GoalProgress | undefined;
  const point = (period: string): SeriesPoint => {
    const progress = progressIn(period);
    const { people = null, points = null, breaks = [] } = former ? changeBetween(progress, former) : {};
    former = progress;
    return { period, progress, isBreak: breaks.length > 0, breaks, changePeople: people, changePoints: points };
  };
  return periods.length > shortSeries ? turns.each(periods, point) : periods.map(point);
}
