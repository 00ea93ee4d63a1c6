import type { SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, clientError, signHeader } from '@hub/protocol';
import { publicationById, type StoredPublication } from '../publication/publication.loader.js';
import { registerOf } from '../register/registers.js';
import type { Doer } from './deed.js';

/** Why a publication is withdrawn. */
export interface Withdrawal {
  readonly id: string;
  readonly reasonVi: string;
  readonly reasonEn: string;
}

/**
 * Withdraws a publication, with a reason, for good: it stays readable, and says so. Withdrawn again, it stays as it is.
 * @throws GraphQLError `BAD_USER_INPUT`, `NO_SIGNING_KEY`.
 */
export async function withdraw(asked: Withdrawal, by: Doer, context: SubgraphContext): Promise<StoredPublication> {
  const stored = await publicationById(asked.id, context);
  if (!stored) throw badUserInput(`Expected the id of a publication, but got ${JSON.stringify(asked.id)}.`);
  const [reasonVi, reasonEn] = [asked.reasonVi.trim(), asked.reasonEn.trim()];
  if (reasonVi === '' || reasonEn === '') throw badUserInput('Expected a reason in both languages, got none.');
  const key = registerOf(context).signingKey;
  if (!key) throw clientError('NO_SIGNING_KEY', 'Nothing is withdrawn: movement has no key to sign with.');
  const at = context.now().toISOString();
  const statement = canonicalText({ withdraws: stored.id, digest: stored.digest, at, by: by.name, reasonVi, reasonEn });
  await context.em.execute(
    `insert into publication_withdrawal (id, reason_vi, reason_en, subject, name, at, statement, signature)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [stored.id, reasonVi, reasonEn, by.subject, by.name, at, statement, await signHeader(statement, key)],
  );
  return stored;
}
