import { clientError, type LinkState, readAgreements } from '@hub/protocol';
import type { ShownOrganisation } from './organisation-views.js';

/** A placeholder, such as `hub new` writes. */
const placeholder = /\bto be named\b|[@.]example(\.(com|net|org))?\s*$/i;

/** Names the contact and the legal bases for which an organisation still has placeholders. */
export function placeholdersIn({ said, agreements }: Pick<ShownOrganisation, 'said' | 'agreements'>): string[] {
  return [...still('its contact', said.contact), ...(agreements === null ? [] : placeholdersOfAgreements(agreements))];
}

/**
 * Refuses agreements with placeholders of an organisation that was accepted, as `accept` does.
 * @throws GraphQLError `NOT_CONFORMANT`
 */
export function refusePlaceholders(state: LinkState | undefined, agreements: string): void {
  if (state !== 'LIVE' && state !== 'SUSPENDED') return;
  const left = placeholdersOfAgreements(agreements);
  if (left.length > 0) throw clientError('NOT_CONFORMANT', `These agreements cannot be in force: ${left.join('; ')}.`);
}

function placeholdersOfAgreements(text: string): string[] {
  const { agreements = [] } = readAgreements(text, 'agreements').agreements ?? {};
  return agreements.flatMap(({ id, legalBasis }) => still(`the legal basis of ${id}`, legalBasis));
}

const still = (name: string, text: string) =>
  placeholder.test(text) ? [`${name} is still ${JSON.stringify(text)}`] : [];
