import { breaksBetween, isBreakOfPeople } from '../progress/break.js';
import { type DenominatorsBy, makeProgress } from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { alike, type PeopleFigure } from '../progress/people-figure.js';
import type { FigurePlace } from '../progress/progress-book.js';
import { reportsAt } from '../progress/progress-frame.js';
import type { KnownBook } from './place-history.js';
import type { KnownFigure, MonthRevisions } from './revisions.type.js';

/**
 * Tells how a month's figure was revised: each that was known of it, once an organisation had told of the month itself.
 * @param books what was known from each day on, the earliest first.
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

/** Whether any organisation has told of the month itself: what is carried forward is no figure of it. */
function hasNews({ frame, place }: GoalProgress, month: string): boolean {
  return reportsAt(frame, place.isRoot).sources.some((source) => source?.month === month);
}

function textOf({ lower, upper, estimate, interval, method }: PeopleFigure): string {
  return JSON.stringify([lower, upper, estimate, interval, method]);
}

/** By how much the last figure differs from the first: null where they count something else, as between two points of a series. */
function changeOf(
  first: KnownFigure | null,
  last: KnownFigure | null,
): Pick<MonthRevisions, 'changePeople' | 'breaks'> {
  if (!first?.progress.people || !last?.progress.people) return { changePeople: null, breaks: [] };
  const found = breaksBetween(last.progress, first.progress);
  const breaks = [...found];
  if (isBreakOfPeople(found)) return { changePeople: null, breaks };
  const [now, before] = alike(last.progress.people, first.progress.people);
  return { changePeople: now - before, breaks };
}
