import type { PlaceRow, SubgraphContext } from '@hub/kit';
import { type Cell, dayInProvince, endOfDayInProvince, Figures } from '@hub/protocol';
import { mayCombineFor } from '../agreements/combined-figures.js';
import { rootPlaceOf } from '../progress/goal-progress.loader.js';
import { openBook, type ProgressBook } from '../progress/progress-book.js';
import type { KnownRelease, Snapshot } from '../register/register.js';
import { registerOf } from '../register/registers.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { mergedPeopleOf } from '../sketches/merged-people.js';
import { estimatesOf } from '../sketches/merged-sketches.js';
import type { SketchReference } from '../sketches/taken-sketches.js';

/** What was known of one goal in one place from a day on. */
export interface KnownBook {
  readonly knownOn: string;
  readonly book: ProgressBook;
}

/** Until which of an organisation's releases something was in force; null while it is. */
interface InForce {
  readonly organisation: string;
  readonly from: number;
  readonly until: number | null;
}

type HeldCell = InForce & { readonly cell: Cell };
type HeldSketch = InForce & { readonly reference: SketchReference };

/**
 * Opens a book for each day on which a release of any organisation came to count, or an estimate of the goal was known,
 * the earliest first. It has the cells of the one goal and place alone: so all days together cost two statements.
 */
export async function booksOverTime(goal: string, place: PlaceRow, context: SubgraphContext): Promise<KnownBook[]> {
  const [releases, root, cells, sketches, versions] = await Promise.all([
    registerOf(context).releases(),
    rootPlaceOf(context),
    cellsOf(goal, place, context),
    sketchesOfGoal(goal, context),
    estimatesOf(context)?.versions(),
  ]);
  const mayCombine = mayCombineFor(context);
  const all = [...releases.values()].flat();
  const estimated = (versions?.momentsOf(goal) ?? []).map((moment) => dayInProvince(new Date(moment)));
  const days = [...new Set([...all.map(countsSince), ...estimated])].sort();
  const known = new Map<string, KnownRelease>();
  const books: KnownBook[] = [];
  for (const day of days) {
    const snapshot: Snapshot = new Map(
      [...releases].flatMap(([organisation, ofOrganisation]) => {
        const release = ofOrganisation.findLast((one) => countsSince(one) <= day);
        if (!release) return [];
        const key = `${organisation} ${release.number}`;
        const found = known.get(key) ?? knownOf(release, cells, sketches);
        known.set(key, found);
        return [[organisation, found]];
      }),
    );
    const merged = await mergedPeopleOf(context, { before: endOfDayInProvince(day) });
    const book = await openBook(context, snapshot, releases, root, mayCombine, merged, { asKnownOn: day });
    books.push({ knownOn: day, book });
  }
  return books;
}

/** The province's day since which a release counts. */
function countsSince({ acceptedAt, madeAt }: TakenRelease): string {
  return dayInProvince(new Date(acceptedAt ?? madeAt));
}

function knownOf(release: TakenRelease, cells: readonly HeldCell[], sketches: readonly HeldSketch[]): KnownRelease {
  const { organisation, number } = release;
  const isHeld = (one: InForce) =>
    one.organisation === organisation && one.from <= number && (one.until === null || one.until > number);
  return {
    release,
    figures: new Figures(cells.filter(isHeld).map(({ cell }) => cell)),
    sketches: new Map(
      sketches.filter(isHeld).map(({ reference }) => [`${reference.goal} ${reference.month}`, reference]),
    ),
  };
}

async function cellsOf(goal: string, { code, validFrom }: PlaceRow, { em }: SubgraphContext): Promise<HeldCell[]> {
  const rows: (InForce & Record<'month', string> & Record<'people' | 'atMost' | 'occurrences', number>)[] = await em
    .fork()
    .execute(
      `select organisation, from_number as "from", until_number as "until", month, people, at_most as "atMost", occurrences
       from register_cell where goal_code = ? and place_code = ? and place_from = ?`,
      [goal, code, validFrom],
    );
  return rows.map(({ organisation, from, until, month, people, atMost, occurrences }) => ({
    ...{ organisation, from, until },
    cell: [goal, code, validFrom, month, people, atMost, occurrences],
  }));
}

async function sketchesOfGoal(goal: string, { em }: SubgraphContext): Promise<HeldSketch[]> {
  const rows: (SketchReference & { readonly until: number | null })[] = await em.fork().execute(
    `select organisation, goal_code as goal, month, number, key_id as key, digest, until_number as "until"
     from taken_sketch where goal_code = ?`,
    [goal],
  );
  return rows.map(({ until, ...reference }) => ({
    ...{ organisation: reference.organisation, from: reference.number, until, reference },
  }));
}
