import { readAgreements } from '@hub/protocol';
import type { ShownOrganisation } from './organisation-views.js';

/** A placeholder, such as `hub new` writes. */
const placeholder = /\bto be named\b|[@.]example(\.(com|net|org))?\s*$/i;

/** Names the contact and the legal bases for which an organisation still has placeholders. */
export function placeholdersIn({ said, agreements }: Pick<ShownOrganisation, 'said' | 'agreements'>): string[] {
  const read = agreements === null ? undefined : readAgreements(agreements, 'agreements').agreements;
  const bases = (read?.agreements ?? []).map(({ id, legalBasis }) => [`the legal basis of ${id}`, legalBasis] as const);
  return [['its contact', said.contact] as const, ...bases]
    .filter(([, text]) => placeholder.test(text))
    .map(([name, text]) => `${name} is still ${JSON.stringify(text)}`);
}
