import { readAddress, useAddress } from '../frame/address.js';

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

/** The language of the page now. */
export function useLanguage(): Language {
  return languageIn(useAddress().state);
}

/** The language of the page, outside of what it draws. */
export function languageNow(): Language {
  return languageIn(readAddress(location).state);
}

/** The same as the graph's enum has it. */
export function graphLanguage(language: Language): 'VI' | 'EN' {
  return language === 'vi' ? 'VI' : 'EN';
}
