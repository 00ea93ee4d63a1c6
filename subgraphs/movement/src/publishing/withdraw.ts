import { defineLoader, type SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, clientError, digestOf, signHeader } from '@hub/protocol';
import { publicationById, type StoredPublication } from '../publication/publication.loader.js';
import { withdrawalsOf } from '../publication/publication-withdrawal.loader.js';
import { registerOf } from '../register/registers.js';
import type { Doer } from './deed.js';

/** Why a publication is withdrawn. */
export interface Withdrawal {
  readonly id: string;
  readonly reasonVi: string;
  readonly reasonEn: string;
}

/** A withdrawal that no second person has approved. */
export interface ProposedWithdrawal extends Withdrawal {
  readonly subject: string;
  readonly by: string;
  readonly at: string;
}

/** The proposed withdrawals of publications, by id; null for a publication without one. */
export const proposedWithdrawals = defineLoader<string, ProposedWithdrawal | null>(async (ids, em) => {
  const rows = await em.execute<(Omit<ProposedWithdrawal, 'at'> & { at: string | Date })[]>(
    `select id, reason_vi as "reasonVi", reason_en as "reasonEn", subject, name as by, at from proposed_withdrawal
     where id in (select value from json_array_elements_text(?::json) as value)`,
    [JSON.stringify(ids)],
  );
  const found = new Map(rows.map(({ at, ...row }) => [row.id, { ...row, at: new Date(at).toISOString() }]));
  return ids.map((id) => found.get(id) ?? null);
});

/** The digest by which an approval names the proposal that the person saw. */
export function digestOfProposal({ id, reasonVi, reasonEn, subject, at }: ProposedWithdrawal): string {
  return digestOf(canonicalText({ withdraws: id, reasonVi, reasonEn, subject, at }));
}

/**
 * Proposes that a publication be withdrawn, with a reason; it replaces an earlier proposal.
 * @throws GraphQLError `BAD_USER_INPUT`.
 */
export async function proposeWithdrawal(
  asked: Withdrawal,
  by: Doer,
  context: SubgraphContext,
): Promise<StoredPublication> {
  const stored = await existing(asked.id, context);
  const [reasonVi, reasonEn] = [asked.reasonVi.trim(), asked.reasonEn.trim()];
  if (reasonVi === '' || reasonEn === '') throw badUserInput('Expected a reason in both languages, got none.');
  if (await withdrawalsOf(context).load(stored.id)) return stored;
  await context.em.execute(
    `insert into proposed_withdrawal (id, reason_vi, reason_en, subject, name, at) values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set reason_vi = excluded.reason_vi, reason_en = excluded.reason_en,
       subject = excluded.subject, name = excluded.name, at = excluded.at`,
    [stored.id, reasonVi, reasonEn, by.subject, by.name, context.now().toISOString()],
  );
  return stored;
}

/**
 * Withdraws a publication for good, after another person's proposal: it stays readable, and says that it is
 * withdrawn. Its period has no current publication. A second withdrawal changes nothing.
 * @param digest of the proposal that the approver saw.
 * @throws GraphQLError `BAD_USER_INPUT`, `OWN_DRAFT`, `OTHER_DRAFT`, `NO_SIGNING_KEY`.
 */
export async function approveWithdrawal(
  { id, digest }: { readonly id: string; readonly digest: string },
  by: Doer,
  context: SubgraphContext,
): Promise<StoredPublication> {
  const stored = await existing(id, context);
  if (await withdrawalsOf(context).load(id)) return stored;
  const key = registerOf(context).signingKey;
  if (!key) throw clientError('NO_SIGNING_KEY', 'Nothing is withdrawn: movement has no key to sign with.');
  const proposed = await proposedWithdrawals(context).load(id);
  if (!proposed) throw badUserInput(`id: expected a publication of which a withdrawal was proposed, got ${id}.`);
  if (proposed.subject === by.subject) {
    throw clientError('OWN_DRAFT', `Expected a second person to withdraw ${id}, but got the one who proposed it.`);
  }
  const now = digestOfProposal(proposed);
  if (digest !== now) {
    throw clientError(
      'OTHER_DRAFT',
      `Expected the digest of what is proposed of ${id} now (${now}): look at it again.`,
    );
  }
  const { reasonVi, reasonEn, by: proposedBy } = proposed;
  const at = context.now().toISOString();
  const said = { withdraws: id, digest: stored.digest, at, by: by.name, proposedBy, reasonVi, reasonEn };
  const statement = canonicalText(said);
  await context.em.execute(
    `insert into publication_withdrawal (id, reason_vi, reason_en, subject, name, proposed_by, at, statement, signature)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [id, reasonVi, reasonEn, by.subject, by.name, proposedBy, at, statement, await signHeader(statement, key)],
  );
  await context.em.execute('delete from proposed_withdrawal where id = ?', [id]);
  withdrawalsOf(context).clear(id);
  proposedWithdrawals(context).clear(id);
  return stored;
}

async function existing(id: string, context: SubgraphContext): Promise<StoredPublication> {
  const stored = await publicationById(id, context);
  if (stored) return stored;
  throw badUserInput(`Expected the id of a publication, but got ${JSON.stringify(id)}.`);
}
