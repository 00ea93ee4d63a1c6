import type { Goal, SubgraphContext } from '@hub/kit';
import { dayInProvince, monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { communesInForce } from '../commune/commune.loader.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { anomaliesIn } from './anomalies.js';
import type { Anomaly, AnomalyRelease } from './anomaly.type.js';
import { type FormerBook, formerBooks } from './former-books.js';
import {
  bookOf,
  type DenominatorsBy,
  denominatorsBy,
  figurePlace,
  makeProgress,
  standingFor,
} from './goal-progress.loader.js';
import type { GoalProgress } from './goal-progress.type.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';

/**
 * The anomalies of a goal, in the root place and in communes: in the current figures, and in releases that no longer
 * count or do not count yet. A closed goal has the anomalies of its last figures.
 */
export async function anomaliesOfGoal(goal: Goal, context: SubgraphContext): Promise<Anomaly[]> {
  const book = await bookOf(context);
  const { period, frozen } = standingFor(book, goal.code, thisMonth(context));
  const [former, communes, root] = await Promise.all([
    // After the closing of a goal no later release counts or waits.
    frozen ? [] : formerBooks(context, book),
    communePlaces(context, parsePeriod(period).lastDay),
    rootFigurePlace(context),
  ]);
  return anomaliesAt([root, ...communes], goal, context, former);
}

/** The root place. */
export function rootFigurePlace(context: SubgraphContext): Promise<FigurePlace> {
  return figurePlace(context.rootPlace, context) as Promise<FigurePlace>;
}

/** The communes that exist on a day, at the latest today. */
export async function communePlaces(context: SubgraphContext, day?: string): Promise<FigurePlace[]> {
  const today = dayInProvince(context.now());
  const communes = await communesInForce(context).load(day !== undefined && day < today ? day : today);
  return communes.map((row) => ({ code: row.code, row, isRoot: false }));
}

function thisMonth(context: SubgraphContext): string {
  return dayInProvince(context.now()).slice(0, 7);
}

/** The anomalies of a goal in some places: in the current figures, and in former books. */
export async function anomaliesAt(
  places: readonly FigurePlace[],
  { code: goalCode }: Pick<Goal, 'code'>,
  context: SubgraphContext,
  former: readonly FormerBook[] = [],
): Promise<Anomaly[]> {
  const book = await bookOf(context);
  const { period } = standingFor(book, goalCode, thisMonth(context));
  const found = await Promise.all(
    places.map(async (place) => {
      const denominators = await denominatorsBy(goalCode, place, book, context);
      const courseIn = (one: ProgressBook) =>
        completeCourse(makeProgress(one, { goalCode, period }, place, denominators(period)), denominators);
      const now = anomaliesIn(courseIn(book));
      // A former anomaly that is also current is listed once, as current.
      const isKnown = (one: Anomaly) => now.some(({ rule, since }) => rule === one.rule && since === one.since);
      const before = former
        .filter(({ differsIn }) => differsIn(goalCode, place))
        .flatMap(({ book: then, release }) => anomaliesIn(courseIn(then), anomalyRelease(release)))
        .filter((one) => !isKnown(one));
      return [...now, ...before];
    }),
  );
  return found.flat();
}

function anomalyRelease({ organisation, number, withdrawnReason }: TakenRelease): AnomalyRelease {
  return { organisationCode: organisation, number, withdrawnReason };
}

/**
 * The progress at the ends of all complete months since the goal's start, the earliest first; only the current
 * progress if no month is known to be complete.
 */
function completeCourse(now: GoalProgress, denominators: DenominatorsBy): GoalProgress[] {
  const { completeThrough, goal, goalCode, place, book } = now;
  // More people than the denominator is an anomaly without any complete month.
  if (completeThrough === null) return [now];
  const first = Math.max(
    monthNumber(goal.startsOn.slice(0, 7)),
    place.isRoot ? 0 : monthNumber(place.row.validFrom.slice(0, 7)),
  );
  const last = monthNumber(completeThrough.slice(0, 7));
  const months: GoalProgress[] = [];
  for (let month = first; month <= last; month += 1) {
    const period = monthOf(month);
    if (parsePeriod(period).lastDay > completeThrough) break;
    months.push(makeProgress(book, { goalCode, period }, place, denominators(period)));
  }
  return months;
}
