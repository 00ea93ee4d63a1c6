import { addressNow } from '../frame/address.js';

/** The languages that the portal speaks. */
export type Language = 'vi' | 'en';

/** What is said in both languages. */
export interface Said {
  readonly vi: string;
  readonly en: string;
}

/** The language that an address's state names; Vietnamese unless it says otherwise. */
export function languageIn(state: Readonly<Record<string, string>>): Language {
  return state['lang'] === 'en' ? 'en' : 'vi';
}

/**
 * The language of the page now. The whole portal is drawn anew where that changes (`main.tsx`): a table of a thousand
 * words follows one address, and not a thousand.
 */
export function useLanguage(): Language {
  return languageNow();
}

/** The language of the page, outside of what it draws. */
export function languageNow(): Language {
  return languageIn(addressNow().state);
}

/** The same as the graph's enum has it. */
export function graphLanguage(language: Language): 'VI' | 'EN' {
  return language === 'vi' ? 'VI' : 'EN';
}
