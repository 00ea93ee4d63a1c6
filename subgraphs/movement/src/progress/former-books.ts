import type { SubgraphContext } from '@hub/kit';
import { type Figures, monthNumber, monthOf, placeKey } from '@hub/protocol';
import { mayCombineFor } from '../agreements/combined-figures.js';
import { registerOf } from '../register/registers.js';
import type { KnownRelease } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { MergedPeople } from '../sketches/merged-people.js';
import { type FigurePlace, openBook, type ProgressBook } from './progress-book.js';

/** The progress as it would be if a release counted that was withdrawn, or waits to be accepted. */
export interface FormerBook {
  readonly release: TakenRelease;
  readonly book: ProgressBook;
  /** Whether the release says anything of a goal in a place that the one that counts does not. */
  readonly differsIn: (goalCode: string, place: FigurePlace) => boolean;
}

/** How many such releases are looked at: the newest. */
const mostReleases = 20;

/**
 * Opens a book for each of the newest releases that were withdrawn, or that wait or waited in vain: what was worth a look
 * in them stays to be seen, though it counts no more.
 */
export async function formerBooks(context: SubgraphContext, current: ProgressBook): Promise<FormerBook[]> {
  const register = registerOf(context);
  const [held, releases] = await Promise.all([register.held(), register.releases()]);
  const former = [...held.values()]
    .flat()
    .filter(({ isPending, withdrawnReason }) => isPending || withdrawnReason !== null)
    .sort((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt))
    .slice(0, mostReleases);
  const mayCombine = mayCombineFor(context);
  return Promise.all(
    former.map(async (release): Promise<FormerBook> => {
      const snapshot = await register.currentWith(release);
      // What is found rests on bounds alone.
      const merged = new MergedPeople();
      const book = await openBook(context, snapshot, releases, current.root, mayCombine, merged, {
        release: { organisation: release.organisation, number: release.number },
      });
      const [then, now] = [snapshot.get(release.organisation), current.knownOf(release.organisation)];
      return { release, book, differsIn: (goal, place) => then !== undefined && differs(then, now, goal, place) };
    }),
  );
}

function differs(then: KnownRelease, now: KnownRelease | undefined, goal: string, { row }: FigurePlace): boolean {
  const place = placeKey(row);
  const last = monthNumber(then.release.until.slice(0, 7));
  const people = (figures: Figures | undefined, month: number) => figures?.at(goal, place, month).people ?? 0;
  for (let month = Math.min(then.figures.firstMonth, last); month <= last; month += 1) {
    const through =
      now && now.release.until.slice(0, 7) < monthOf(month) ? monthNumber(now.release.until.slice(0, 7)) : month;
    if (people(then.figures, month) !== people(now?.figures, through)) return true;
  }
  return false;
}
