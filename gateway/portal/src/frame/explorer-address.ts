import { languageIn } from '../language/language.js';
import { readAddress } from './address.js';

/** A query to open in the explorer. */
export interface OpenedQuery {
  readonly query: string;
  /** Variables as JSON; empty without any. */
  readonly variables: string;
}

/** Longest query string that servers on the way accept; browsers do not send a fragment. */
const longestSearch = 1500;

/**
 * Address that opens a query with its variables in the explorer, in the page's language. A query too long for the query
 * string is in the fragment.
 */
export function explorerAddress(query: string, variables: object = {}): string {
  const said = new URLSearchParams({ query });
  if (Object.keys(variables).length > 0) said.set('variables', JSON.stringify(variables, null, 2));
  const text = said.toString();
  const isEnglish = languageIn(readAddress(location).state) === 'en';
  if (text.length > longestSearch) return `/explorer${isEnglish ? '?lang=en' : ''}#${text}`;
  return `/explorer?${isEnglish ? 'lang=en&' : ''}${text}`;
}

/** The query in an address of the explorer; undefined without one. */
export function queryInAddress({ search, hash }: Pick<Location, 'search' | 'hash'>): OpenedQuery | undefined {
  for (const part of [hash.slice(1), search]) {
    const said = new URLSearchParams(part);
    const query = said.get('query');
    if (query !== null) return { query, variables: said.get('variables') ?? '' };
  }
  return undefined;
}
