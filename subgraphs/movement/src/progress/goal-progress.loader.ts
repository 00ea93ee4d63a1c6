import { demandScope, placeLoader, type PlaceRow, type SubgraphContext } from '@hub/kit';
import { badUserInput, dayInProvince, endOfDayInProvince, parsePeriod } from '@hub/protocol';
import { mayCombineFor } from '../agreements/combined-figures.js';
import { loadCommune } from '../commune/commune.loader.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { denominatorsOf } from '../denominator/denominator.loader.js';
import { goalVersions } from '../goal/goal.loader.js';
import { registerOf } from '../register/registers.js';
import type { Snapshot } from '../register/register.js';
import { finalPublications, publicationBasis, signedFiguresOf } from '../publication/publication.loader.js';
import type { SignedFigures, SignedParts } from '../publication/signed-figures.js';
import type { AsOf } from '../sketches/estimate-versions.js';
import { mergedPeopleOf } from '../sketches/merged-people.js';
import { GoalProgress } from './goal-progress.type.js';
import { headlineMonth } from './headline-month.js';
import { type FigurePlace, openBook, type ProgressBook } from './progress-book.js';
import type { Frame } from './progress-frame.js';
import { type BookName, readProgressId } from './progress-id.js';

/** Which releases of the register to read (default: the current ones). */
export interface AsKnown {
  /** The releases that existed at the end of this day. */
  readonly asKnownOn?: string | null;
  /** The releases of a publication. */
  readonly publication?: string | null;
  /** The releases that the register had taken in by the end of this day, on which figures were frozen. */
  readonly frozenOn?: string;
}

/** The key of a progress. */
export interface ProgressKey {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
}

/** The signed figures of a publication's book. */
const signedOf = new WeakMap<ProgressBook, SignedFigures>();

const books = new WeakMap<SubgraphContext['loaders'], Map<string, Promise<ProgressBook>>>();

/** The request's book; one object for each request and choice of releases. */
export function bookOf(context: SubgraphContext, known: AsKnown = {}): Promise<ProgressBook> {
  const key = `${known.publication ?? ''} ${known.asKnownOn ?? ''} ${known.frozenOn ?? ''}`;
  let ofRequest = books.get(context.loaders);
  if (!ofRequest) books.set(context.loaders, (ofRequest = new Map<string, Promise<ProgressBook>>()));
  let book = ofRequest.get(key);
  if (!book) ofRequest.set(key, (book = read(context, known)));
  return book;
}

async function read(context: SubgraphContext, known: AsKnown): Promise<ProgressBook> {
  const register = registerOf(context);
  const [{ snapshot, asOf }, releases, root] = await Promise.all([
    knownOf(context, known),
    register.releases(),
    rootPlaceOf(context),
  ]);
  const merged = await mergedPeopleOf(context, asOf);
  const book = await openBook(context, snapshot, releases, root, mayCombineFor(context), merged, nameOf(known));
  const signed = known.publication == null ? undefined : await signedFiguresOf(known.publication, context);
  if (signed) signedOf.set(book, signed);
  if (known.publication == null && known.asKnownOn == null && known.frozenOn === undefined)
    await openFrozen(book, context);
  return book;
}

function nameOf({ asKnownOn, publication, frozenOn }: AsKnown): BookName | undefined {
  if (publication != null) return { publication };
  if (frozenOn !== undefined) return { asKnownOn: frozenOn };
  return asKnownOn == null ? undefined : { asKnownOn };
}

/** For the current book: the books of the days on which figures were frozen, and their publications. */
const frozenBooks = new WeakMap<ProgressBook, ReadonlyMap<string, Frozen>>();

/** The book and the publications of the goals whose figures were frozen on a day. */
interface Frozen {
  readonly book: ProgressBook;
  /** The books of final publications, by period and goal. */
  readonly published: ReadonlyMap<string, ProgressBook>;
}

async function openFrozen(book: ProgressBook, context: SubgraphContext): Promise<void> {
  const days = book.goals.frozenDays();
  if (days.length === 0) return;
  const final = await finalPublications(context);
  const published = new Map(
    await Promise.all(
      final.map(async ({ id, period, goal }) => {
        return [`${period} ${goal}`, await bookOf(context, { publication: id })] as const;
      }),
    ),
  );
  const opened = days.map(async (day) => [day, { book: await bookOf(context, { frozenOn: day }), published }] as const);
  frozenBooks.set(book, new Map(await Promise.all(opened)));
}

/** The period and the book of a goal's figures. */
export interface Standing {
  readonly period: string;
  readonly book: ProgressBook;
  /** The book of the day on which the figures were frozen, before any publication; undefined while late data counts. */
  readonly frozen?: ProgressBook;
}

/**
 * The period and the book of a goal's figures. Once the figures are frozen: the last month of the goal's time, and
 * the book of its final publication, or else of the day on which they were frozen.
 */
export function standingFor(current: ProgressBook, goalCode: string, period: string): Standing {
  const day = current.goals.frozenOn(goalCode, period);
  const frozen = day === undefined ? undefined : frozenBooks.get(current)?.get(day);
  const deadline = current.goals.goalAt(goalCode, period)?.deadline;
  if (!frozen || deadline === undefined) return { period, book: current };
  const last = parsePeriod(period).firstDay > deadline ? deadline.slice(0, 7) : period;
  return { period: last, book: frozen.published.get(`${last} ${goalCode}`) ?? frozen.book, frozen: frozen.book };
}

/** The book of the day on which a month's goal was closed; undefined if it was not. */
export function closingBookFor(current: ProgressBook, goalCode: string, month: string): ProgressBook | undefined {
  const deadline = current.goals.goalAt(goalCode, month)?.deadline;
  return deadline === undefined ? undefined : standingFor(current, goalCode, deadline.slice(0, 7)).frozen;
}

/** The periods of a goal's series: of a closed goal, up to the end of its time. */
export function periodsInTime(book: ProgressBook, goalCode: string, periods: readonly string[]): string[] {
  return periods.filter((period) => {
    const deadline = book.goals.goalAt(goalCode, period)?.deadline;
    return !(
      book.goals.frozenOn(goalCode, period) &&
      deadline !== undefined &&
      parsePeriod(period).firstDay > deadline
    );
  });
}

/** The releases and the moment of the estimates that a book is made from. */
interface Known {
  readonly snapshot: Snapshot;
  readonly asOf?: AsOf;
}

async function knownOf(context: SubgraphContext, { asKnownOn, publication, frozenOn }: AsKnown): Promise<Known> {
  const register = registerOf(context);
  if (frozenOn !== undefined) {
    const before = endOfDayInProvince(frozenOn);
    return { snapshot: await register.takenBefore(new Date(before)), asOf: { before } };
  }
  if (asKnownOn != null && publication != null) {
    throw badUserInput('Expected asKnownOn or publication, but got both: a publication is as known when it was made.');
  }
  if (publication != null) {
    const { releases, asKnownAt } = await publicationBasis(publication, context);
    const [snapshot, fallen] = await Promise.all([register.of(releases), register.fallenOf(releases)]);
    // An estimate of exactly that moment is included.
    return { snapshot, asOf: { before: Date.parse(asKnownAt) + 1, fallen } };
  }
  if (asKnownOn == null) return { snapshot: await register.current() };
  const today = dayInProvince(context.now());
  if (asKnownOn > today) {
    throw badUserInput(`Expected asKnownOn to be a day up to today (${today}), but got ${asKnownOn}.`);
  }
  const before = endOfDayInProvince(asKnownOn);
  return { snapshot: await register.asKnownBefore(new Date(before)), asOf: { before } };
}

/** Today's row of the root place. */
export async function rootPlaceOf(context: SubgraphContext): Promise<PlaceRow> {
  const root = await placeLoader(context).load({ code: context.rootPlace });
  if (!root) throw new Error(`No place ${context.rootPlace}, though it is the hub's.`);
  return root;
}

/**
 * Refuses a period that has not begun.
 * @throws GraphQLError `BAD_USER_INPUT` if it begins after today.
 */
export function refuseFuture(period: string, { now }: SubgraphContext): void {
  const today = dayInProvince(now());
  if (parsePeriod(period).firstDay <= today) return;
  throw badUserInput(`Expected a period that has begun by today (${today}), but got ${period}.`);
}

/** Description of the period that is used if the caller gives none. */
export const headlineDescription =
  'Which period (kỳ); the headline when left out: the last month that all expected organisations have reported, unless the goal has another rule. One that has not begun is refused.';

/**
 * The period that the caller gives for a goal, or the month of the goal's headline.
 * @throws GraphQLError `BAD_USER_INPUT` if it begins after today.
 */
export function periodOf(
  asked: string | null | undefined,
  goalCode: string,
  book: ProgressBook,
  context: SubgraphContext,
): string {
  if (asked == null) return headlineMonth(book, goalCode);
  refuseFuture(asked, context);
  return asked;
}

/** Makes the progress of a goal in a known place, from a book; once its figures are frozen, from the frozen ones. */
export function makeProgress(
  current: ProgressBook,
  { goalCode, period: asked }: Omit<ProgressKey, 'communeCode'>,
  place: FigurePlace,
  denominators: readonly Denominator[],
): GoalProgress {
  const { book, period } = standingFor(current, goalCode, asked);
  const computed = book.progressOf({ goalCode, period, place, denominators });
  return new GoalProgress(book, place, signedOf.get(book)?.signed(computed, place, denominators) ?? computed);
}

/** Whether a goal was closed with these figures. */
export function isClosed(book: ProgressBook, frame: Frame): boolean {
  return book.isClosed(frame) || signedOf.get(book)?.isFinal(frame.goalCode) === true;
}

/** The parts of a signed publication about a progress, except its numbers; undefined if the progress is of no publication. */
export function signedParts({ book, frame, place }: GoalProgress): SignedParts | undefined {
  return signedOf.get(book)?.partsOf(frame, place);
}

/** Reads the place of a progress; null if there is none. */
export async function figurePlace(code: string, context: SubgraphContext): Promise<FigurePlace | null> {
  if (code === context.rootPlace) return { code, row: await rootPlaceOf(context), isRoot: true };
  const row = await loadCommune(code, context);
  return row && { code, row, isRoot: false };
}

/**
 * Loads a progress by its id; null if there is none, or if it is of a release that does not count.
 * @throws GraphQLError if the caller may not see the progress of communes.
 */
export async function loadProgressById(id: string, context: SubgraphContext): Promise<GoalProgress | null> {
  const key = readProgressId(id);
  if (!key) return null;
  if (key.communeCode !== context.rootPlace) demandScope(context, 'progress:read', 'the progress of communes');
  refuseFuture(key.period, context);
  return loadProgress(key, context, key.of && !('release' in key.of) ? key.of : {});
}

/** All known denominators of a goal in a place, for the goal's audience in a period. */
export type DenominatorsBy = (period: string) => readonly Denominator[];

/** Reads all known denominators of a goal in a place, including the goal's former audiences. */
export async function denominatorsBy(
  goalCode: string,
  place: FigurePlace,
  book: ProgressBook,
  context: SubgraphContext,
): Promise<DenominatorsBy> {
  const audiences = [...new Set((await goalVersions(goalCode, context)).map(({ audience }) => audience))];
  const known = new Map<string, Denominator[]>();
  for (const audience of audiences) {
    known.set(audience, await denominatorsOf(audience, place.isRoot ? null : place.row, context));
  }
  return (period) => known.get(book.goals.goalAt(goalCode, period)?.audience ?? '') ?? [];
}

/** All known denominators of a goal in a place, for a period. */
export async function denominatorsIn(
  goalCode: string,
  place: FigurePlace,
  period: string,
  book: ProgressBook,
  context: SubgraphContext,
): Promise<Denominator[]> {
  const goal = book.goals.goalAt(goalCode, period);
  return goal ? denominatorsOf(goal.audience, place.isRoot ? null : place.row, context) : [];
}

/**
 * Loads a progress by its key; without a period, the progress of the goal's headline. Null if there is no such goal
 * or place.
 */
export async function loadProgress(
  { goalCode, communeCode, period: asked }: Omit<ProgressKey, 'period'> & { readonly period: string | null },
  context: SubgraphContext,
  known?: AsKnown,
): Promise<GoalProgress | null> {
  const [versions, place, book] = await Promise.all([
    goalVersions(goalCode, context),
    figurePlace(communeCode, context),
    bookOf(context, known),
  ]);
  if (versions.length === 0 || !place) return null;
  // The month and the figures come from one book: a release may be taken in at any moment.
  const period = asked ?? headlineMonth(book, goalCode);
  const denominators = await denominatorsIn(goalCode, place, period, book, context);
  return makeProgress(book, { goalCode, period }, place, denominators);
}
