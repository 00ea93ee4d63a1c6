import { addressNow } from '../frame/address.js';

/** The languages of the portal. */
export type Language = 'vi' | 'en';

/** A text in both languages. */
export interface Said {
  readonly vi: string;
  readonly en: string;
}

/** Language in an address's state; Vietnamese by default. */
export function languageIn(state: Readonly<Record<string, string>>): Language {
  return state['lang'] === 'en' ? 'en' : 'vi';
}

/**
 * Current language of the page. A change renders the whole portal again (`main.tsx`), so that the words of a table do
 * not each listen to the address.
 */
export function useLanguage(): Language {
  return languageNow();
}

/** Current language of the page, for code outside components. */
export function languageNow(): Language {
  return languageIn(addressNow().state);
}

/** The language as a value of the graph's enum. */
export function graphLanguage(language: Language): 'VI' | 'EN' {
  return language === 'vi' ? 'VI' : 'EN';
}
