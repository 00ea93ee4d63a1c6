import { parsePeriod, monthNumber, monthOf } from '@hub/kit';
import type { Denominator } from '../denominator/denominator.entity.js';
import { forecastOf, type MonthEnd, mostMonths } from './forecast.js';
import type { GoalProgress, ProgressChange, ProgressForecast } from './goal-progress.type.js';

/** The ends of the last complete months of a progress's place, up to its period's end, the oldest first. */
export function completeMonths({ goalCode, goal, place, period, book, completeThrough }: GoalProgress): MonthEnd[] {
  if (completeThrough === null) return [];
  const last = monthNumber(parsePeriod(period).lastMonth);
  const first = monthNumber(goal.startsOn.slice(0, 7));
  const ends: MonthEnd[] = [];
  for (let month = last; month >= first && ends.length < mostMonths; month -= 1) {
    const { lastDay } = parsePeriod(monthOf(month));
    if (lastDay > completeThrough) continue;
    const people = book.fewestPeopleOf({ goalCode, place, period: monthOf(month) });
    if (people === null) break;
    ends.unshift({ day: lastDay, people });
  }
  return ends;
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
    people: people && former.people ? people.lower - former.people.lower : null,
    points: ratio !== null && former.ratio !== null ? (ratio - former.ratio) * 100 : null,
  };
}
