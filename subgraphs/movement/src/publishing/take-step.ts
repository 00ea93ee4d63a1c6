import type { SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, clientError } from '@hub/protocol';
import { newestRevision, publicationById } from '../publication/publication.loader.js';
import { contentFor, type PublicationContent, publishContent } from '../publication/publish.js';
import { registerOf } from '../register/registers.js';
import { type Doer, doerOf, publishScope } from './deed.js';
import { type Notes, readNotes, refuseUnchanged } from './make-draft.js';
import { authorship, DraftDeed, DraftState, DraftStep, refuseFrom, rules } from './publishing-steps.js';
import { contentOf, digestOfDraft, draftById, noteStep, type StoredDraft, stepsOf } from './stored-draft.js';

type Em = SubgraphContext['em'];

/** A person's request for a step. */
export interface AskedStep {
  readonly id: string;
  readonly step: DraftStep;
  /** The digest of the draft that the person saw: an approval covers exactly that. */
  readonly digest: string | null;
  readonly reason: string | null;
}

/**
 * Takes a step with a draft. The same step again by the same person changes nothing.
 * @throws GraphQLError `WRONG_STATE`, `OWN_DRAFT`, `OTHER_DRAFT`, `OUTDATED_DRAFT`, `UNCHANGED_FIGURES`,
 * `BAD_USER_INPUT`.
 */
export async function takeStep(asked: AskedStep, context: SubgraphContext): Promise<StoredDraft> {
  const { id, step } = asked;
  const { from, to, scopes } = rules[step];
  const by = doerOf(context, ...scopes);
  const reason = asked.reason?.trim() || null;
  if (step === DraftStep.RETURN && reason === null)
    throw badUserInput('reason: expected why it is returned, got nothing.');
  const refreshed = step === DraftStep.REFRESH ? await recomputedContent(id, context) : undefined;
  await context.em.transactional(async (em) => {
    const draft = await draftById(em, id, true);
    const last = (await stepsOf(em, [id])).get(id)?.at(-1);
    // A repeated request is already done, except that figures are taken again if they have changed.
    const isRepeated = draft.state === to && last?.subject === by.subject && Object.is(last.step, step);
    if (isRepeated && (!refreshed || (await saysTheSame(draft, refreshed, em)))) return;
    refuseFrom(id, draft.state, from);
    if (step === DraftStep.APPROVE) await refuseApproval(draft, asked, by, em);
    const publication = step === DraftStep.PUBLISH ? await publishDraft(draft, by, { ...context, em }) : null;
    await em.execute(
      `update publication_draft set state = ?, publication = ?, content = coalesce(?, content),
         made_at = coalesce(?::timestamptz, made_at), former = case when ?::boolean then ? else former end where id = ?`,
      [
        ...[to, publication, refreshed?.content ?? null, refreshed?.at ?? null],
        ...[refreshed !== undefined, refreshed?.former ?? null, id],
      ],
    );
    await noteStep(em, id, { ...by, step: DraftDeed[step], at: context.now(), reason });
  });
  return draftById(context.em, id);
}

/** Changes a draft's notes. @throws GraphQLError `WRONG_STATE`, `BAD_USER_INPUT`. */
export async function changeNotes(id: string, notes: Notes, context: SubgraphContext): Promise<StoredDraft> {
  const by = doerOf(context, publishScope);
  const { noteVi, noteEn } = readNotes(notes);
  await context.em.transactional(async (em) => {
    const draft = await draftById(em, id, true);
    refuseFrom(id, draft.state, [DraftState.DRAFT]);
    if (draft.noteVi === noteVi && draft.noteEn === noteEn) return;
    await em.execute('update publication_draft set note_vi = ?, note_en = ? where id = ?', [noteVi, noteEn, id]);
    await noteStep(em, id, { ...by, step: DraftDeed.CHANGE_NOTES, at: context.now(), reason: null });
  });
  return draftById(context.em, id);
}

async function saysTheSame(
  { id, former }: StoredDraft,
  refreshed: Awaited<ReturnType<typeof recomputedContent>>,
  em: Em,
): Promise<boolean> {
  return former === refreshed.former && (await contentOf(em, id)) === refreshed.content;
}

/** The current figures of a draft's period, and the revision that they follow. */
async function recomputedContent(id: string, context: SubgraphContext) {
  const { period, unchanged } = await draftById(context.em, id);
  const [content, former] = await Promise.all([contentFor(period, context), newestRevision(period, context)]);
  if (!unchanged) refuseUnchanged(former, content, context);
  return { content: canonicalText(content), at: context.now().toISOString(), former: former?.id ?? null };
}

/** @throws GraphQLError `OWN_DRAFT` for a caller that worked on the draft, `OTHER_DRAFT` if the caller saw another content. */
async function refuseApproval(draft: StoredDraft, { digest }: AskedStep, by: Doer, em: Em): Promise<void> {
  const steps = (await stepsOf(em, [draft.id])).get(draft.id) ?? [];
  if (steps.some(({ step, subject }) => subject === by.subject && authorship.includes(step))) {
    throw clientError('OWN_DRAFT', `Expected a second person to approve ${draft.id}, but got one who worked on it.`);
  }
  const now = digestOfDraft(draft);
  if (digest === now) return;
  throw clientError('OTHER_DRAFT', `Expected the digest of what ${draft.id} says now (${now}): look at it again.`);
}

/** Publishes an approved draft. @returns the publication's id. */
async function publishDraft(draft: StoredDraft, by: Doer, context: SubgraphContext): Promise<string> {
  const { id, period, former, noteVi: note, noteEn, madeAt } = draft;
  const [content, newest, steps] = await Promise.all([
    contentOf(context.em, id).then((text) => JSON.parse(text) as PublicationContent),
    newestRevision(period, context),
    stepsOf(context.em, [id]),
  ]);
  if ((newest?.id ?? null) !== former) throw outdated(id, `${newest?.id ?? period} was published since`);
  const fallen = await fallenReleases(content, context);
  if (fallen.length > 0)
    throw outdated(id, `a release that it rests on does not count any more (${fallen.join(', ')})`);
  const who = (deed: DraftDeed): string => steps.get(id)?.findLast(({ step }) => step === deed)?.name ?? by.name;
  const people = { drafted: who(DraftDeed.DRAFT), approved: who(DraftDeed.APPROVE), published: by.name };
  const published = await publishContent(
    { period, after: former === null ? null : await publicationById(former, context) },
    content,
    { note, noteEn, publishedBy: by.subject, asKnownAt: madeAt.toISOString(), people },
    context,
  );
  return published.id;
}

function outdated(id: string, why: string): Error {
  return clientError(
    'OUTDATED_DRAFT',
    `Expected ${id} to be as known now, but ${why}: return it and take its figures anew.`,
  );
}

/** The organisations whose release in the draft no longer counts. */
export async function fallenReleases(
  { releases }: Pick<PublicationContent, 'releases'>,
  context: SubgraphContext,
): Promise<string[]> {
  const fallen = await registerOf(context).fallenOf(new Map(releases.map((one) => [one.organisation, one])));
  const held = await registerOf(context).releases();
  const withdrawn = releases.filter(({ organisation, hash }) =>
    held.get(organisation)?.some((one) => one.hash === hash && one.withdrawnReason !== null),
  );
  return [...new Set([...fallen.keys(), ...withdrawn.map(({ organisation }) => organisation)])].sort();
}
