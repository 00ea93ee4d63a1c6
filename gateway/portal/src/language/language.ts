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

/** The same as the graph's enum has it. */
export function graphLanguage(language: Language): 'VI' | 'EN' {
  return language === 'vi' ? 'VI' : 'EN';
}
