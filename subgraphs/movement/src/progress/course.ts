import { carriedPoints, carriedRatio, parsePeriod, stepOf } from '@hub/protocol';
import type { Denominator } from '../denominator/denominator.entity.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { breaksBetween, type Compared, isBreakOfPeople } from './break.js';
import { type Course, ForecastBasis, forecastOf } from './forecast.js';
import type { GoalProgress } from './goal-progress.type.js';
import { alike, endsOfChange, fewestPeople, likelyPeople, mostPeople, type PeopleFigure } from './people-figure.js';
import { reportsAt } from './progress-frame.js';
import type { ProgressChange, ProgressForecast } from './progress-parts.type.js';

/**
 * The last complete months of a progress's place, up to its period's end, without a break of the people counted; by estimates, or by lower bounds where a month of them has none.
 */
export function courseOf({ frame, place, book, denominator }: GoalProgress): Course {
  const ends: { day: string; figure: PeopleFigure }[] = [];
  let [later, isAfterBreak]: [Compared | undefined, boolean] = [undefined, false];
  for (const month of book.completeMonthsOf(frame)) {
    const figure = book.peopleOf(month, place, rangeOf(denominator));
    if (figure === null) break;
    const before: Compared = { book, place, frame: month, people: figure };
    // Of other methods, all are followed by their lower bounds; what share they are is not.
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

/** Follows a progress's last months to its deadline. */
export function forecastFor(progress: GoalProgress): ProgressForecast {
  const found = forecastOf(courseOf(progress), progress.goal, rangeOf(progress.denominator));
  if (typeof found === 'string') return { ...noForecast, notAvailable: found };
  // Of a place that is too small to be judged, it is not told when it reaches the target.
  return { ...found, reachesTargetOn: progress.isSmall ? null : found.reachesTargetOn, notAvailable: null };
}

/**
 * Compares a progress with that of an earlier period.
 * @param denominators all that is known of them for that period's goal.
 */
export function changeSince(
  progress: GoalProgress,
  from: string,
  denominators: readonly Denominator[],
): ProgressChange {
  const { goalCode, place, book } = progress;
  return { from, ...changeBetween(progress, book.progressOf({ goalCode, place, period: from, denominators })) };
}

/** By how much a progress differs from an earlier one of its place: null where nobody has told of its period yet. */
export function changeBetween(
  { frame, place, people, denominator }: GoalProgress,
  former: Pick<GoalProgress, 'people' | 'denominator'>,
): Omit<ProgressChange, 'from'> {
  const { firstMonth } = parsePeriod(frame.period);
  const hasNews = reportsAt(frame, place.isRoot).sources.some((source) => source && source.month >= firstMonth);
  if (!people || !former.people || !hasNews) {
    return { people: null, interval: null, points: null, pointsInterval: null };
  }
  const [now, before] = alike(people, former.people);
  const [value, formerValue] = [denominator?.value, former.denominator?.value];
  const ends = endsOfChange(people, former.people);
  const step = stepOf(place.isRoot);
  return {
    people: now - before,
    interval: Number.isFinite(ends.lower) && Number.isFinite(ends.upper) ? ends : null,
    // Of the ratios as they are served, so that the difference is that of what is shown.
    points:
      value && formerValue
        ? carriedPoints(
            carriedRatio(now, value, step) - carriedRatio(before, formerValue, step),
            Math.min(value, formerValue),
            step,
          )
        : null,
    pointsInterval: pointsBetween({ people, denominator }, { people: former.people, denominator: former.denominator }),
  };
}

/** People, and the denominator that they are a part of. */
interface Part {
  readonly people: PeopleFigure;
  readonly denominator: Denominator | null;
}

/**
 * By how many percentage points two figures over their denominators differ, at least and at most, whichever numbers
 * these are; null where nothing bounds them.
 */
function pointsBetween(now: Part, before: Part): { readonly lower: number; readonly upper: number } | null {
  const [range, former] = [rangeOf(now.denominator), rangeOf(before.denominator)];
  if (!range?.people || !former?.people) return null;
  const ends = endsOfChange(now.people, before.people);
  const isSame =
    now.denominator?.version === before.denominator?.version &&
    now.denominator?.audience === before.denominator?.audience;
  // The same number is of both, whichever it is: a difference is the farthest from none by the smallest.
  const shares = isSame
    ? {
        lower: ends.lower / (ends.lower < 0 ? range.people : range.atMost),
        upper: ends.upper / (ends.upper < 0 ? range.atMost : range.people),
      }
    : {
        lower: fewestPeople(now.people) / range.atMost - mostPeople(before.people) / former.people,
        upper: mostPeople(now.people) / range.people - fewestPeople(before.people) / former.atMost,
      };
  const [lower, upper] = [shares.lower * 100, shares.upper * 100];
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : null;
}
