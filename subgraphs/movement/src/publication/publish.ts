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
  type SubgraphContext,
} from '@hub/kit';
import type { AsKnown } from '../progress/goal-progress.loader.js';
import { registerOf } from '../register/registers.js';
import { draftOf } from './draft-publication.js';
import { idOf, newestRevision, type StoredPublication } from './publication.loader.js';

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
  const { book, figures, goals, demonstration, notLinked } = await draftOf(period, context, known);
  const former = await newestRevision(period, context);
  const revision = former === null ? 1 : Number(former.id.split('_')[1]) + 1;
  const { lastMonth } = parsePeriod(period);
  const content: NewPublication = {
    format: publicationFormat,
    id: idOf(period, revision),
    ...{ period, revision, note, demonstration, goals },
    members: [...figureMembers],
    figures: figures.map(rowOf),
    previous: former?.digest ?? null,
    publishedAt: context.now().toISOString(),
    publishedBy: by,
    month: lastMonth,
    root: { code: book.root.code, from: book.root.validFrom },
    releases: [...book.snapshot.values()]
      .filter(({ release }) => !notLinked.has(release.organisation))
      .map(({ release: { organisation, number, hash, through } }) => ({ organisation, number, hash, through }))
      .sort((a, b) => (a.organisation < b.organisation ? -1 : 1)),
  };
  const document = canonicalText(content);
  const stored = { id: content.id, document, signature: await signHeader(document, key), digest: digestOf(document) };
  await keep(stored, content, context);
  return stored;
}

/** Keeps a publication, once what is stored was read back: nothing is kept that its own reader cannot read. */
async function keep(stored: StoredPublication, content: NewPublication, { em }: SubgraphContext): Promise<void> {
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
