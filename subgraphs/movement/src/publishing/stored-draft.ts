import type { SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, digestOf } from '@hub/protocol';
import type { Doer } from './deed.js';
import type { DraftDeed, DraftState } from './publishing-steps.js';

type Em = SubgraphContext['em'];

/** A draft as a row of its table, without the figures. */
export interface StoredDraft {
  readonly id: string;
  readonly period: string;
  readonly state: DraftState;
  readonly former: string | null;
  readonly unchanged: boolean;
  readonly noteVi: string;
  readonly noteEn: string;
  readonly madeAt: Date;
  readonly draftedBy: string;
  readonly publication: string | null;
  readonly askedDigest: string;
  /** The digest of its figures. */
  readonly contentDigest: string;
}

/** A step that was taken with a draft. */
export interface StoredStep extends Doer {
  readonly step: DraftDeed;
  readonly at: Date;
  readonly reason: string | null;
}

const columns = `id, period, state, former, unchanged, note_vi as "noteVi", note_en as "noteEn", made_at as "madeAt",
  drafted_by as "draftedBy", publication, asked_digest as "askedDigest",
  rtrim(translate(encode(sha256(convert_to(content, 'UTF8')), 'base64'), '+/', '-_'), '=') as "contentDigest"`;

/** Filter of drafts. */
interface Wanted {
  readonly id?: string;
  readonly draftedBy?: string;
  readonly key?: string;
  readonly first?: number;
}

/** Drafts, the newest first. */
export async function readDrafts(
  em: Em,
  { id, draftedBy, key, first = 1 }: Wanted,
  lock = false,
): Promise<StoredDraft[]> {
  const rows = await em.execute<(Omit<StoredDraft, 'madeAt'> & { madeAt: string | Date })[]>(
    `select ${columns} from publication_draft
     where coalesce(?::text, id) = id and coalesce(?::text, drafted_by) = drafted_by
       and coalesce(?::text, idempotency_key) = idempotency_key
     order by made_at desc, id desc limit ?${lock ? ' for update' : ''}`,
    [id ?? null, draftedBy ?? null, key ?? null, first],
  );
  return rows.map((row) => ({ ...row, madeAt: new Date(row.madeAt) }));
}

/** One draft. @throws GraphQLError `BAD_USER_INPUT` if there is none. */
export async function draftById(em: Em, id: string, lock = false): Promise<StoredDraft> {
  const [found] = await readDrafts(em, { id }, lock);
  if (!found) throw badUserInput(`Expected the id of a draft of a publication, but got ${JSON.stringify(id)}.`);
  return found;
}

/** A draft's figures, as they would be signed. */
export async function contentOf(em: Em, id: string): Promise<string> {
  const [row] = await em.execute<{ content: string }[]>('select content from publication_draft where id = ?', [id]);
  if (!row) throw new Error(`No draft ${id}, though it was read.`);
  return row.content;
}

/** The steps that were taken with drafts, by draft, in order of time. */
export async function stepsOf(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, StoredStep[]>> {
  const rows = await em.execute<(Omit<StoredStep, 'at'> & { at: string | Date; draft: string })[]>(
    `select draft, step, subject, name, at, reason from publication_step
     where draft in (select value from json_array_elements_text(?::json) as value) order by draft, number`,
    [JSON.stringify(ids)],
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, at: new Date(row.at) })),
    ({ draft }) => draft,
  );
}

/** Records a step, in the transaction that takes it. */
export async function noteStep(em: Em, draft: string, { step, subject, name, at, reason }: StoredStep): Promise<void> {
  await em.execute(
    `insert into publication_step (draft, number, step, subject, name, at, reason)
     select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from publication_step where draft = ?`,
    [draft, step, subject, name, at.toISOString(), reason, draft],
  );
}

/** The digest that an approval names: of the figures and the notes. */
export function digestOfDraft({ contentDigest, noteVi, noteEn }: StoredDraft): string {
  return digestOf(canonicalText({ figures: contentDigest, noteVi, noteEn }));
}
