import type { Person } from './session.js';

/** Whether a person drafts or approves publications: the hub decides, and pages offer it by the same scopes. */
export function mayPublish(person: Person | undefined): boolean {
  return mayDraft(person) || mayApprove(person);
}

/** Whether a person drafts publications, and sets due days. */
export function mayDraft(person: Person | undefined): boolean {
  return person?.scopes.includes('progress:publish') ?? false;
}

/** Whether a person approves publications, and withdraws them. */
export function mayApprove(person: Person | undefined): boolean {
  return person?.scopes.includes('progress:approve') ?? false;
}

/** Whether a person writes notes on figures: in the name of an organisation. */
export function mayNote(person: Person | undefined): boolean {
  return person?.organisation !== undefined && person.scopes.includes('notes:write');
}
