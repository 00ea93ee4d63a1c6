import {
  badUserInput,
  dayInProvince,
  endOfDayInProvince,
  parsePeriod,
  type PlaceRow,
  placeLoader,
  type SubgraphContext,
} from '@hub/kit';
import { mayCombineFor } from '../agreements/combined-figures.js';
import { loadCommune } from '../commune/commune.loader.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { denominatorsOf } from '../denominator/denominator.loader.js';
import { goalVersions } from '../goal/goal.loader.js';
import { registerOf } from '../register/registers.js';
import type { Snapshot } from '../register/register.js';
import { publicationBasis, signedFiguresOf } from '../publication/publication.loader.js';
import type { SignedFigures, SignedParts } from '../publication/signed-figures.js';
import type { AsOf } from '../sketches/estimate-versions.js';
import { mergedPeopleOf } from '../sketches/merged-people.js';
import { GoalProgress } from './goal-progress.type.js';
import { headlineMonth } from './headline-month.js';
import { type FigurePlace, openBook, type ProgressBook } from './progress-book.js';

/** What of the register is meant: the current releases unless told. */
export interface AsKnown {
  /** The releases that there were at the end of this day. */
  readonly asKnownOn?: string | null;
  /** The releases that a publication rests on. */
  readonly publication?: string | null;
}

/** The key of a progress. */
export interface ProgressKey {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
}

/** What was signed of the figures of a publication's book. */
const signedOf = new WeakMap<ProgressBook, SignedFigures>();

const books = new WeakMap<SubgraphContext['loaders'], Map<string, Promise<ProgressBook>>>();

/** The request's book of what is known; the same one each time. */
export function bookOf(context: SubgraphContext, known: AsKnown = {}): Promise<ProgressBook> {
  const key = `${known.publication ?? ''} ${known.asKnownOn ?? ''}`;
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
  const book = await openBook(context, snapshot, releases, root, mayCombineFor(context), merged);
  const signed = known.publication == null ? undefined : await signedFiguresOf(known.publication, context);
  if (signed) signedOf.set(book, signed);
  return book;
}

/** What of the register is meant, and of when estimates. */
interface Known {
  readonly snapshot: Snapshot;
  readonly asOf?: AsOf;
}

async function knownOf(context: SubgraphContext, { asKnownOn, publication }: AsKnown): Promise<Known> {
  const register = registerOf(context);
  if (asKnownOn != null && publication != null) {
    throw badUserInput('Expected asKnownOn or publication, but got both: a publication is as known when it was made.');
  }
  if (publication != null) {
    const { releases, publishedAt } = await publicationBasis(publication, context);
    const [snapshot, fallen] = await Promise.all([register.of(releases), register.fallenOf(releases)]);
    // What was known in its very moment has a part in it.
    return { snapshot, asOf: { before: Date.parse(publishedAt) + 1, fallen } };
  }
  if (asKnownOn == null) return { snapshot: await register.current() };
  const today = dayInProvince(context.now());
  if (asKnownOn > today) {
    throw badUserInput(`Expected asKnownOn to be a day up to today (${today}), but got ${asKnownOn}.`);
  }
  const before = endOfDayInProvince(asKnownOn);
  return { snapshot: await register.asKnownBefore(new Date(before)), asOf: { before } };
}

/** The root place's row of today. */
export async function rootPlaceOf(context: SubgraphContext): Promise<PlaceRow> {
  const root = await placeLoader(context).load({ code: context.rootPlace });
  if (!root) throw new Error(`No place ${context.rootPlace}, though it is the hub's.`);
  return root;
}

/**
 * Refuses a period of which nothing can be said yet.
 * @throws GraphQLError `BAD_USER_INPUT` where it begins after today.
 */
export function refuseFuture(period: string, { now }: SubgraphContext): void {
  const today = dayInProvince(now());
  if (parsePeriod(period).firstDay <= today) return;
  throw badUserInput(`Expected a period that has begun by today (${today}), but got ${period}.`);
}

/** What is meant where a caller leaves the period out. */
export const headlineDescription =
  'Which period (kỳ); the headline when left out: the last month that all expected organisations have reported, unless the goal has another rule. One that has not begun is refused.';

/**
 * The period that a caller asks of a goal, or that of its headline.
 * @throws GraphQLError `BAD_USER_INPUT` where it begins after today.
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

/** Makes the progress of a goal in a place that is known, from a book. */
export function makeProgress(
  book: ProgressBook,
  { goalCode, period }: Omit<ProgressKey, 'communeCode'>,
  place: FigurePlace,
  denominators: readonly Denominator[],
): GoalProgress {
  const computed = book.progressOf({ goalCode, period, place, denominators });
  return new GoalProgress(book, place, signedOf.get(book)?.signed(computed, place, denominators) ?? computed);
}

/** What a publication says of a progress beside its numbers; undefined where the progress is not of one. */
export function signedParts({ book, frame, place }: GoalProgress): SignedParts | undefined {
  return signedOf.get(book)?.partsOf(frame, place);
}

/** Reads the place of a progress; null when there is none. */
export async function figurePlace(code: string, context: SubgraphContext): Promise<FigurePlace | null> {
  if (code === context.rootPlace) return { code, row: await rootPlaceOf(context), isRoot: true };
  const row = await loadCommune(code, context);
  return row && { code, row, isRoot: false };
}

/** All that is known of how many people a goal counts in a place. */
export async function denominatorsIn(
  goalCode: string,
  place: FigurePlace,
  period: string,
  book: ProgressBook,
  context: SubgraphContext,
): Promise<Denominator[]> {
  const goal = book.goalAt(goalCode, period);
  return goal ? denominatorsOf(goal.audience, place.isRoot ? null : place.row, context) : [];
}

/** Loads a progress by its key; null when there is no such goal or place. */
export async function loadProgress(
  key: ProgressKey,
  context: SubgraphContext,
  known?: AsKnown,
): Promise<GoalProgress | null> {
  const [versions, place, book] = await Promise.all([
    goalVersions(key.goalCode, context),
    figurePlace(key.communeCode, context),
    bookOf(context, known),
  ]);
  if (versions.length === 0 || !place) return null;
  return makeProgress(book, key, place, await denominatorsIn(key.goalCode, place, key.period, book, context));
}
