import type { SubgraphContext } from '@hub/kit';
import {
  canonicalText,
  clientError,
  digestOf,
  figureMembers,
  type NewPublication,
  parsePeriod,
  publicationFormat,
  readPublication,
  rowOf,
  signHeader,
} from '@hub/protocol';
import type { AsKnown } from '../progress/goal-progress.loader.js';
import { registerOf } from '../register/registers.js';
import { draftOf } from './draft-publication.js';
import { idOf, newestRevision, revisionOf, type StoredPublication } from './publication.loader.js';

/** What a publication says, beside by whom and when: what is drafted, previewed and approved. */
export type PublicationContent = Pick<
  NewPublication,
  'goals' | 'members' | 'figures' | 'releases' | 'month' | 'root' | 'demonstration' | 'final'
>;

/** Who publishes what was drafted, and what is said with it. */
export type SignedOff = Pick<NewPublication, 'note' | 'publishedBy' | 'noteEn' | 'asKnownAt' | 'people'>;

/**
 * Makes what a publication of a period says.
 * @param known what of the register is meant: the current releases unless told; of goals that are closed, those of their closing.
 * @throws GraphQLError `BAD_USER_INPUT` where the period is not over, or before any data.
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
 * Publishes what was drafted, for good. A period that was published before gets another revision.
 * @param after the revision that it follows; another one meanwhile is a conflict.
 * @throws GraphQLError `NO_SIGNING_KEY` where movement has no key, `CONFLICT`.
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
  const publication: NewPublication = {
    format: publicationFormat,
    id: idOf(period, revision),
    ...{ period, revision, ...content, ...signedOff },
    previous: after?.digest ?? null,
    publishedAt: context.now().toISOString(),
  };
  const document = canonicalText(publication);
  const stored = {
    ...{ id: publication.id, document, signature: await signHeader(document, key), digest: digestOf(document) },
  };
  await keep(stored, publication, context);
  return stored;
}

/** Publishes a period at once: for demonstrations, whose publications of the past nobody drafted. */
export async function publishAtOnce(
  period: string,
  signedOff: SignedOff,
  context: SubgraphContext,
  known: AsKnown = {},
): Promise<StoredPublication> {
  const content = await contentFor(period, context, known);
  return publishContent({ period, after: await newestRevision(period, context) }, content, signedOff, context);
}

/** Keeps a publication, once what is stored was read back: nothing is kept that its own reader cannot read. */
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
