import type { SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, clientError, digestOf, valueFormats } from '@hub/protocol';
import { newestRevision, type StoredPublication, wholePublication } from '../publication/publication.loader.js';
import { contentFor, type PublicationContent } from '../publication/publish.js';
import { differencesBetween } from '../publication/published-differences.js';
import type { Doer } from './deed.js';
import { DraftDeed, DraftState } from './publishing-steps.js';
import { draftById, noteStep, readDrafts, type StoredDraft } from './stored-draft.js';

/** How many drafts may be open: each holds the figures of a period, and more would be forgotten ones. */
const mostOpen = 20;

/** A person's request for a draft. */
export interface DraftRequest extends Notes {
  readonly period: string;
  /** Whether the draft may equal the revision before. */
  readonly unchanged: boolean;
}

/** The notes of a publication. */
export interface Notes {
  readonly noteVi: string;
  readonly noteEn: string;
}

/** @throws GraphQLError `BAD_USER_INPUT` if one language is missing. */
export function readNotes({ noteVi, noteEn }: Notes): Notes {
  const read = (name: string, text: string): string => {
    const said = text.trim();
    if (said === '') throw badUserInput(`${name}: expected a note in both languages, got none.`);
    return said;
  };
  return { noteVi: read('noteVi', noteVi), noteEn: read('noteEn', noteEn) };
}

/**
 * Drafts the publication of a period, from the figures as known now. A repeated request under the same key returns
 * the same draft.
 * @throws GraphQLError `UNCHANGED_FIGURES` if no figure differs from the revision before, and the request does not
 * allow that; `IDEMPOTENCY_KEY_REUSED`, `TOO_MANY_DRAFTS`, `BAD_USER_INPUT`.
 */
export async function makeDraft(
  request: DraftRequest,
  key: string,
  by: Doer,
  context: SubgraphContext,
): Promise<StoredDraft> {
  const { expected, accepts } = valueFormats.code;
  if (!accepts(key)) throw badUserInput(`Expected idempotencyKey to be ${expected}.`);
  const { period, unchanged } = request;
  const asked = { period, unchanged, ...readNotes(request) };
  const askedDigest = digestOf(canonicalText(asked));
  const [known] = await readDrafts(context.em, { draftedBy: by.subject, key });
  if (known) return sameAs(known, askedDigest);
  const former = await newestRevision(period, context);
  const content = await contentFor(period, context);
  if (!unchanged) refuseUnchanged(former, content, context);
  const id = await context.em.transactional((em) => insert(em));
  if (id !== undefined) return draftById(context.em, id);
  const [meanwhile] = await readDrafts(context.em, { draftedBy: by.subject, key });
  if (meanwhile) return sameAs(meanwhile, askedDigest);
  throw clientError('CONFLICT', `Somebody else drafted ${period} at the same time: look at that draft first.`);

  async function insert(em: SubgraphContext['em']): Promise<string | undefined> {
    const [counted] = await em.execute<{ open: number }[]>(
      `select count(*)::int as open from publication_draft where state in ('DRAFT', 'HANDED_OVER', 'APPROVED')`,
    );
    if ((counted?.open ?? 0) >= mostOpen) {
      throw clientError('TOO_MANY_DRAFTS', `Expected at most ${mostOpen} open drafts: publish or discard some first.`);
    }
    const [next] = await em.execute<{ number: number }[]>(
      'select coalesce(max(number), 0) + 1 as number from publication_draft where period = ?',
      [period],
    );
    const number = next?.number ?? 1;
    const at = context.now();
    const rows = await em.execute<{ id: string }[]>(
      `insert into publication_draft (id, period, number, state, former, unchanged, note_vi, note_en, content, made_at,
         drafted_by, idempotency_key, asked_digest)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
      [
        ...[`${period}_d${number}`, period, number, DraftState.DRAFT, former?.id ?? null, unchanged],
        ...[asked.noteVi, asked.noteEn, canonicalText(content), at.toISOString(), by.subject, key, askedDigest],
      ],
    );
    const id = rows[0]?.id;
    if (id !== undefined) await noteStep(em, id, { ...by, step: DraftDeed.DRAFT, at, reason: null });
    return id;
  }
}

/** @throws GraphQLError `IDEMPOTENCY_KEY_REUSED` */
function sameAs(known: StoredDraft, digest: string): StoredDraft {
  if (known.askedDigest === digest) return known;
  throw clientError(
    'IDEMPOTENCY_KEY_REUSED',
    'Expected the same input as the key was given with before, got another: give each draft a key of its own.',
  );
}

/** @throws GraphQLError `UNCHANGED_FIGURES` */
export function refuseUnchanged(
  former: StoredPublication | null,
  content: PublicationContent,
  context: SubgraphContext,
): void {
  if (!former) return;
  const differences = differencesBetween(wholePublication(former, context), content);
  if (differences.length > 0) return;
  throw clientError(
    'UNCHANGED_FIGURES',
    `Expected figures that differ from ${former.id}, but none does: say unchanged where that is meant.`,
  );
}
