import { breaksBetween, isBreakOfPeople } from '../progress/break.js';
import { type DenominatorsBy, makeProgress } from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { alike, type PeopleFigure } from '../progress/people-figure.js';
import type { FigurePlace } from '../progress/progress-book.js';
import { reportsAt } from '../progress/progress-frame.js';
import type { KnownBook } from './place-history.js';
import type { KnownFigure, MonthRevisions } from './revisions.type.js';

/**
 * The revisions of a month's figure: each known value, once an organisation had reported the month itself.
 * @param books the book of each day on which something changed, the earliest first.
 */
export function revisionsOf(
  goalCode: string,
  month: string,
  place: FigurePlace,
  denominators: DenominatorsBy,
  books: readonly KnownBook[],
): MonthRevisions {
  const known: KnownFigure[] = [];
  let former: string | undefined;
  for (const { knownOn, book } of books) {
    if (!book.frameOf(goalCode, month)) continue;
    const progress = makeProgress(book, { goalCode, period: month }, place, denominators(month));
    const said = hasNews(progress, month) && progress.people ? textOf(progress.people) : undefined;
    if (said === undefined || said === former) continue;
    former = said;
    known.push({ knownOn, progress });
  }
  const [first = null, second = null] = known;
  const last = known.at(-1) ?? null;
  return { month, values: known.length, first, second, last, ...changeOf(first, last) };
}

/** Whether any organisation has reported the month itself: a number that is carried forward is no figure of it. */
function hasNews({ frame, place }: GoalProgress, month: string): boolean {
  return reportsAt(frame, place.isRoot).sources.some((source) => source?.month === month);
}

function textOf({ lower, upper, estimate, interval, method }: PeopleFigure): string {
  return JSON.stringify([lower, upper, estimate, interval, method]);
}

/** The difference of the last figure from the first: null if they count different things, as between two points of a series. */
export function changeOf(
  first: Pick<KnownFigure, 'progress'> | null,
  last: Pick<KnownFigure, 'progress'> | null,
): Pick<MonthRevisions, 'changePeople' | 'breaks'> {
  if (!first?.progress.people || !last?.progress.people) return { changePeople: null, breaks: [] };
  const found = breaksBetween(last.progress, first.progress);
  const breaks = [...found];
  if (isBreakOfPeople(found)) return { changePeople: null, breaks };
  const [now, before] = alike(last.progress.people, first.progress.people);
  return { changePeople: now - before, breaks };
}
