import type { SubgraphContext } from '@hub/kit';
import {
  canonicalText,
  clientError,
  digestOf,
  figureMembers,
  type NewPublication,
  parsePeriod,
  withFormat,
  readPublication,
  rowOf,
  signHeader,
} from '@hub/protocol';
import type { AsKnown } from '../progress/goal-progress.loader.js';
import { registerOf } from '../register/registers.js';
import { draftOf } from './draft-publication.js';
import { idOf, newestRevision, revisionOf, type StoredPublication } from './publication.loader.js';

/** The content of a publication without its publisher and time: it is drafted, previewed and approved. */
export type PublicationContent = Pick<
  NewPublication,
  'goals' | 'members' | 'figures' | 'releases' | 'month' | 'root' | 'demonstration' | 'final'
>;

/** The publisher of a draft, and the notes. */
export type SignedOff = Pick<NewPublication, 'note' | 'publishedBy' | 'noteEn' | 'asKnownAt' | 'people'>;

/**
 * Makes the content of a period's publication.
 * @param known the releases of the register (default: the current ones; for closed goals, the ones of their closing).
 * @throws GraphQLError `BAD_USER_INPUT` if the period is not over, or before any data.
 */
export async function contentFor(
  period: string,
  context: SubgraphContext,
  known: AsKnown = {},
): Promise<PublicationContent> {
  const { book, figures, goals, demonstration, notLinked, final } = await draftOf(period, context, known);
  return {
    ...{ goals, demonstration, members: [...figureMembers], figures: figures.map(rowOf) },
    ...(final.length > 0 && { final }),
    month: parsePeriod(period).lastMonth,
    root: { code: book.root.code, from: book.root.validFrom },
    releases: [...book.snapshot.values()]
      .filter(({ release }) => !notLinked.has(release.organisation))
      .map(({ release: { organisation, number, hash, through } }) => ({ organisation, number, hash, through }))
      .sort((a, b) => (a.organisation < b.organisation ? -1 : 1)),
  };
}

/**
 * Publishes a draft, for good. A period that was published before gets another revision.
 * @param after the revision that it follows; another one meanwhile is a conflict.
 * @throws GraphQLError `NO_SIGNING_KEY` if movement has no key, `CONFLICT`.
 */
export async function publishContent(
  { period, after }: { readonly period: string; readonly after: StoredPublication | null },
  content: PublicationContent,
  signedOff: SignedOff,
  context: SubgraphContext,
): Promise<StoredPublication> {
  const key = registerOf(context).signingKey;
  if (!key) throw clientError('NO_SIGNING_KEY', 'Nothing is published: movement has no key to sign with.');
  const revision = after === null ? 1 : revisionOf(after.id) + 1;
  const publication: NewPublication = withFormat({
    id: idOf(period, revision),
    ...{ period, revision, ...content, ...signedOff },
    previous: after?.digest ?? null,
    publishedAt: context.now().toISOString(),
  });
  const document = canonicalText(publication);
  const stored = {
    ...{ id: publication.id, document, signature: await signHeader(document, key), digest: digestOf(document) },
  };
  await keep(stored, publication, context);
  return stored;
}

/** Publishes a period at once: for demonstrations, whose past publications have no drafts. */
export async function publishAtOnce(
  period: string,
  signedOff: SignedOff,
  context: SubgraphContext,
  known: AsKnown = {},
): Promise<StoredPublication> {
  const content = await contentFor(period, context, known);
  return publishContent({ period, after: await newestRevision(period, context) }, content, signedOff, context);
}

/** Stores a publication after reading the stored text back: a publication that its own reader cannot read is not stored. */
async function keep(stored: StoredPublication, content: NewPublication, { em }: SubgraphContext): Promise<void> {
  const { id, document, signature, digest } = stored;
  await em.transactional(async (transaction) => {
    const [written] = await transaction.execute<{ document: string }[]>(
      `insert into publication (id, period, revision, document, signature, digest, published_at, final_goals)
       values (?, ?, ?, ?, ?, ?, ?, array(select json_array_elements_text(?::json)))
       on conflict do nothing returning document`,
      [
        ...[id, content.period, content.revision, document, signature, digest, content.publishedAt],
        JSON.stringify(content.final ?? []),
      ],
    );
    if (!written) {
      throw clientError('CONFLICT', `${id} was published by somebody else at the same time: look at it first.`);
    }
    readPublication(written.document);
  });
}
