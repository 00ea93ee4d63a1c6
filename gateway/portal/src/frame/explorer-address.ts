import { languageIn } from '../language/language.js';
import { readAddress } from './address.js';

/** A query as the explorer opens with it. */
export interface OpenedQuery {
  readonly query: string;
  /** Its variables, as JSON; empty where it has none. */
  readonly variables: string;
}

/** Longest query string that servers on the way accept; browsers do not send a fragment. */
const longestSearch = 1500;

/**
 * The address at which the explorer opens with a query and its variables, in the language of the page that leads there.
 * What is too long for a query string stands in the fragment.
 */
export function explorerAddress(query: string, variables: object = {}): string {
  const said = new URLSearchParams({ query });
  if (Object.keys(variables).length > 0) said.set('variables', JSON.stringify(variables, null, 2));
  const text = said.toString();
  const isEnglish = languageIn(readAddress(location).state) === 'en';
  if (text.length > longestSearch) return `/explorer${isEnglish ? '?lang=en' : ''}#${text}`;
  return `/explorer?${isEnglish ? 'lang=en&' : ''}${text}`;
}

/** The query that an address of the explorer names; undefined where it names none. */
export function queryInAddress({ search, hash }: Pick<Location, 'search' | 'hash'>): OpenedQuery | undefined {
  for (const part of [hash.slice(1), search]) {
    const said = new URLSearchParams(part);
    const query = said.get('query');
    if (query !== null) return { query, variables: said.get('variables') ?? '' };
  }
  return undefined;
}
