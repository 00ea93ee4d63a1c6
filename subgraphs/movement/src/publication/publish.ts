import {
  badUserInput,
  canonicalText,
  clientError,
  digestOf,
  monthNumber,
  monthOf,
  parsePeriod,
  type Publication,
  publicationFormat,
  type PublishedFigure,
  readPublication,
  signHeader,
  type SubgraphContext,
} from '@hub/kit';
import { communesInForce } from '../commune/commune.loader.js';
import { denominatorsOf } from '../denominator/denominator.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { type AsKnown, bookOf, rootPlaceOf } from '../progress/goal-progress.loader.js';
import type { FigurePlace, ProgressBook } from '../progress/progress-book.js';
import type { Snapshot } from '../register/register.js';
import { registerOf } from '../register/registers.js';
import { idOf, newestRevision, type StoredPublication } from './publication.loader.js';

/** What a publication says, before it is given out. */
interface Draft {
  readonly book: ProgressBook;
  readonly figures: PublishedFigure[];
  readonly goals: Publication['goals'];
  readonly demonstration: boolean;
}

/**
 * Publishes the figures of a period as the current releases have them, for good. A period that was published before gets
 * another revision.
 * @param by the subject of the caller's token.
 * @param known what of the register is meant: the current releases unless told.
 * @throws GraphQLError `BAD_USER_INPUT` where the period is not over, or before any data; `NO_SIGNING_KEY` where movement has no key.
 */
export async function publish(
  period: string,
  note: string | null,
  by: string,
  context: SubgraphContext,
  known: AsKnown = {},
): Promise<StoredPublication> {
  const key = registerOf(context).signingKey;
  if (!key) throw clientError('NO_SIGNING_KEY', 'Nothing is published: movement has no key to sign with.');
  const { book, figures, goals, demonstration } = await draftOf(period, context, known);
  const former = await newestRevision(period, context);
  const revision = former === null ? 1 : Number(former.id.split('_')[1]) + 1;
  const { lastMonth } = parsePeriod(period);
  const content: Publication = {
    format: publicationFormat,
    id: idOf(period, revision),
    ...{ period, revision, note, demonstration, goals, figures },
    previous: former?.digest ?? null,
    publishedAt: context.now().toISOString(),
    publishedBy: by,
    month: lastMonth,
    root: { code: book.root.code, from: book.root.validFrom },
    releases: [...book.snapshot.values()]
      .map(({ release: { organisation, number, hash, through } }) => ({ organisation, number, hash, through }))
      .sort((a, b) => (a.organisation < b.organisation ? -1 : 1)),
  };
  const document = canonicalText(content);
  const stored = { id: content.id, document, signature: await signHeader(document, key), digest: digestOf(document) };
  await keep(stored, content, context);
  return stored;
}

/** Keeps a publication, once what is stored was read back: nothing is kept that its own reader cannot read. */
async function keep(stored: StoredPublication, content: Publication, { em }: SubgraphContext): Promise<void> {
  const { id, document, signature, digest } = stored;
  await em.transactional(async (transaction) => {
    const [written] = await transaction.execute<{ document: string }[]>(
      `insert into publication (id, period, revision, document, signature, digest, published_at)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning document`,
      [id, content.period, content.revision, document, signature, digest, content.publishedAt],
    );
    if (!written) {
      throw clientError('CONFLICT', `${id} was published by somebody else at the same time: look at it first.`);
    }
    readPublication(written.document);
  });
}

/** Refuses a period that ends before the first month of which any release tells. */
function refuseBeforeData(period: string, snapshot: Snapshot): void {
  const first = Math.min(...[...snapshot.values()].map(({ figures }) => figures.firstMonth));
  if (monthNumber(parsePeriod(period).lastMonth) >= first) return;
  const known = Number.isFinite(first) ? `from ${monthOf(first)} on, the first month of which` : 'of which';
  throw badUserInput(`Expected a period ${known} any release tells, but got ${period}.`);
}

async function draftOf(period: string, context: SubgraphContext, known: AsKnown): Promise<Draft> {
  const book = await bookOf(context, known);
  const { lastDay } = parsePeriod(period);
  if (lastDay >= book.today) {
    throw badUserInput(`Expected a period that was over before today (${book.today}), but got ${period}.`);
  }
  refuseBeforeData(period, book.snapshot);
  const [goals, communes, root] = await Promise.all([
    goalsInForce(context, lastDay),
    communesInForce(context).load(lastDay),
    rootPlaceOf(context),
  ]);
  const places: FigurePlace[] = [
    { code: root.code, row: root, isRoot: true },
    ...communes.map((row) => ({ code: row.code, row, isRoot: false })),
  ];
  const asked = goals.flatMap(({ code, audience }) => places.map((place) => ({ goalCode: code, audience, place })));
  // All at once, so that one statement reads the denominators.
  const made = await Promise.all(
    asked.map(async ({ goalCode, audience, place }) => {
      const denominators = await denominatorsOf(audience, place.isRoot ? null : place.row, context);
      return { goalCode, place, progress: book.progressOf({ goalCode, place, period, denominators }) };
    }),
  );
  const figures = made.map(({ goalCode, place: { row }, progress: { people, denominator } }): PublishedFigure => [
    ...([goalCode, row.code, row.validFrom] as const),
    ...([people?.lower ?? null, people?.upper ?? null] as const),
    ...([denominator?.value ?? null, rangeOf(denominator)?.atMost ?? null] as const),
  ]);
  return {
    book,
    figures,
    demonstration: made.some(({ progress }) => progress.demonstration),
    goals: goals.map(({ code, target }) => ({
      code,
      target,
      expects: book.expectedOn(code, lastDay).map(({ code: organisation }) => organisation),
    })),
  };
}
