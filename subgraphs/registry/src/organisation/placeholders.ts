import { clientError, type LinkState, readAgreements } from '@hub/protocol';
import type { ShownOrganisation } from './organisation-views.js';

/** A placeholder, such as `hub new` writes. */
const placeholder = /\bto be named\b|[@.]example(\.(com|net|org))?\s*$/i;

const contactName = 'its contact';

/** Names the contact and the legal bases for which an organisation still has placeholders. */
export function placeholdersIn({ said, agreements }: Pick<ShownOrganisation, 'said' | 'agreements'>): string[] {
  const read = agreements === null ? undefined : readAgreements(agreements, 'agreements').agreements;
  const bases = (read?.agreements ?? []).map(({ id, legalBasis }) => [`the legal basis of ${id}`, legalBasis] as const);
  return [[contactName, said.contact] as const, ...bases]
    .filter(([, text]) => placeholder.test(text))
    .map(([name, text]) => `${name} is still ${JSON.stringify(text)}`);
}

/**
 * Refuses agreements with placeholders of an organisation that was accepted, as `accept` does.
 * @throws GraphQLError `NOT_CONFORMANT`
 */
export function refusePlaceholders(
  shown: Pick<ShownOrganisation, 'said' | 'state'> | undefined,
  agreements: string,
  isDemanded: boolean,
): void {
  const accepted: readonly LinkState[] = ['LIVE', 'SUSPENDED'];
  if (!isDemanded || !shown || !accepted.includes(shown.state)) return;
  const left = placeholdersIn({ said: shown.said, agreements }).filter((one) => !one.startsWith(contactName));
  if (left.length > 0) throw clientError('NOT_CONFORMANT', `These agreements cannot be in force: ${left.join('; ')}.`);
}
