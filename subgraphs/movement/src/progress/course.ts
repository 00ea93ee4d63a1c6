import { carriedPoints, carriedPointsBetween, carriedRatio, parsePeriod, stepOf } from '@hub/protocol';
import type { Denominator } from '../denominator/denominator.entity.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { Break, breaksBetween, type Compared, isBreakOfPeople } from './break.js';
import { type Course, ForecastBasis, forecastOf, NoForecast } from './forecast.js';
import type { GoalProgress } from './goal-progress.type.js';
import { alike, endsOfChange, fewestPeople, likelyPeople, mostPeople, type PeopleFigure } from './people-figure.js';
import { reportsAt } from './progress-frame.js';
import type { ProgressChange } from './progress-change.type.js';
import type { ProgressForecast } from './progress-forecast.type.js';

/**
 * The last complete months of a place, up to the progress's period, without a break in the people counted. They have
 * estimates, or lower bounds if one of the months has no estimate.
 */
export function courseOf({ frame, place, book, denominator }: GoalProgress): Course {
  const ends: { day: string; figure: PeopleFigure }[] = [];
  let [later, isAfterBreak]: [Compared | undefined, boolean] = [undefined, false];
  for (const month of book.completeMonthsOf(frame)) {
    const figure = book.peopleOf(month, place, rangeOf(denominator));
    if (figure === null) break;
    const before: Compared = { book, place, frame: month, people: figure };
    // Months with different methods are followed by their lower bounds. People are followed, not ratios: another
    // denominator is no break.
    isAfterBreak = later !== undefined && isBreakOfPeople(breaksBetween(later, before));
    if (isAfterBreak) break;
    later = before;
    ends.push({ day: month.lastDay, figure });
  }
  const areEstimated = ends.every(({ figure }) => figure.estimate !== null);
  const [newest] = ends;
  return {
    step: stepOf(place.isRoot),
    atEnd: newest
      ? { fewest: fewestPeople(newest.figure), most: mostPeople(newest.figure) }
      : { fewest: 0, most: Number.POSITIVE_INFINITY },
    months: ends
      .map(({ day, figure }) => ({ day, people: areEstimated ? likelyPeople(figure) : figure.lower }))
      .reverse(),
    basis: areEstimated ? ForecastBasis.ESTIMATES : ForecastBasis.LOWER_BOUNDS,
    isAfterBreak,
  };
}

const noForecast = {
  ...{ people: null, interval: null, reachesTargetOn: null },
  ...{ basis: null, months: null, backTest: null },
};

/** Extends a progress's last months to its deadline. */
export function forecastFor(progress: GoalProgress): ProgressForecast {
  const followed = forecastOf(courseOf(progress), progress.goal, rangeOf(progress.denominator));
  const found = typeof followed !== 'string' && progress.frame.isOver ? NoForecast.DEADLINE_PASSED : followed;
  if (typeof found === 'string') return { ...noForecast, notAvailable: found };
  // For a place that is too small to be judged, the forecast does not give the day on which it reaches the target.
  return { ...found, reachesTargetOn: progress.isSmall ? null : found.reachesTargetOn, notAvailable: null };
}

/**
 * Compares a progress with the progress in an earlier period.
 * @param denominators all known denominators of that period's goal.
 */
export function changeSince(
  progress: GoalProgress,
  from: string,
  denominators: readonly Denominator[],
): ProgressChange {
  const { goalCode, place, book } = progress;
  const former = book.progressOf({ goalCode, place, period: from, denominators });
  return { from, ...changeBetween(progress, { ...former, place, book }) };
}

/** The earlier figure of a comparison. */
type Former = Compared & Pick<GoalProgress, 'denominator'>;

/**
 * The difference between a progress and an earlier one of its place: null if no organisation has reported the period
 * yet, or if the two count different things. Figures with different methods are compared by their lower bounds.
 */
export function changeBetween(progress: GoalProgress, former: Former): Omit<ProgressChange, 'from'> {
  const { frame, place, people, denominator } = progress;
  const found = breaksBetween(progress, former);
  const none = { people: null, interval: null, points: null, pointsInterval: null, breaks: [...found] };
  const { firstMonth } = parsePeriod(frame.period);
  const hasNews = reportsAt(frame, place.isRoot).sources.some((source) => source && source.month >= firstMonth);
  if (!people || !former.people || !hasNews || isBreakOfPeople(found)) return none;
  const [now, before] = alike(people, former.people);
  const ends = endsOfChange(people, former.people);
  const interval = Number.isFinite(ends.lower) && Number.isFinite(ends.upper) ? ends : null;
  const ofPeople = { ...none, people: now - before, interval };
  const range = rangeOf(denominator);
  // Both ratios have this denominator: another one would be a break.
  if (!range?.people || !former.denominator || found.has(Break.DENOMINATOR)) return ofPeople;
  const step = stepOf(place.isRoot);
  return {
    ...ofPeople,
    // The difference of the published ratios, so that it agrees with the ratios shown.
    points: carriedPoints(
      carriedRatio(now, range.people, step) - carriedRatio(before, range.people, step),
      range.people,
      step,
    ),
    pointsInterval: interval && carriedPointsBetween(interval, range, step),
  };
}
