import type { Person } from './session.js';

/**
 * Whether a person may draft or approve publications. The hub decides; pages use the same scopes to choose what to
 * offer.
 */
export function mayPublish(person: Person | undefined): boolean {
  return mayDraft(person) || mayApprove(person);
}

/** Whether a person may draft publications and set due days. */
export function mayDraft(person: Person | undefined): boolean {
  return person?.scopes.includes('progress:publish') ?? false;
}

/** Whether a person may approve and withdraw publications. */
export function mayApprove(person: Person | undefined): boolean {
  return person?.scopes.includes('progress:approve') ?? false;
}

/** Whether a person may write notes on figures, for an organisation. */
export function mayNote(person: Person | undefined): boolean {
  return person?.organisation !== undefined && person.scopes.includes('notes:write');
}
