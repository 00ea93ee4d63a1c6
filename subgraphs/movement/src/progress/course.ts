import type { Denominator } from '../denominator/denominator.entity.js';
import { forecastOf, type MonthEnd } from './forecast.js';
import type { GoalProgress } from './goal-progress.type.js';
import { changeOfPeople, likelyPeople, type PeopleFigure } from './people-figure.js';
import type { ProgressChange, ProgressForecast } from './progress-parts.type.js';

/**
 * The ends of the last complete months of a progress's place, up to its period's end, the oldest first: by estimates, or by
 * lower bounds where a month of them has none, so that all are counted alike.
 */
export function completeMonths({ frame, place, book }: GoalProgress): MonthEnd[] {
  const ends: { day: string; figure: PeopleFigure }[] = [];
  for (const month of book.completeMonthsOf(frame)) {
    const figure = book.peopleOf(month, place);
    if (figure === null) break;
    ends.push({ day: month.lastDay, figure });
  }
  const areEstimated = ends.every(({ figure }) => figure.estimate !== null);
  return ends.map(({ day, figure }) => ({ day, people: areEstimated ? likelyPeople(figure) : figure.lower })).reverse();
}

/** Follows a progress's last months to its deadline. */
export function forecastFor(progress: GoalProgress): ProgressForecast {
  const found = forecastOf(completeMonths(progress), progress.goal, progress.denominator?.value ?? null);
  if (typeof found === 'string') return { people: null, interval: null, reachesTargetOn: null, notAvailable: found };
  return { ...found, notAvailable: null };
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
  const { goalCode, place, book, people, ratio } = progress;
  const former = book.progressOf({ goalCode, place, period: from, denominators });
  return {
    from,
    people: people && former.people ? changeOfPeople(people, former.people) : null,
    points: ratio !== null && former.ratio !== null ? (ratio - former.ratio) * 100 : null,
  };
}
