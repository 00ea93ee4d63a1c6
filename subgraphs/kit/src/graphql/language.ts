import { Arg, registerEnumType } from 'type-graphql';

/** The languages that names and titles are served in. */
export enum Language {
  VI = 'VI',
  EN = 'EN',
}

registerEnumType(Language, {
  name: 'Language',
  description: 'A language that names and titles are served in.',
  valuesConfig: {
    VI: { description: 'Vietnamese (tiếng Việt).' },
    EN: { description: 'English (tiếng Anh).' },
  },
});

/** The argument of every field that answers a bilingual text: `language`, Vietnamese when left out. */
export function LanguageArg(): ReturnType<typeof Arg> {
  return Arg('language', () => Language, { defaultValue: Language.VI, description: 'In which language.' });
}

/** Picks a bilingual text. */
export function inLanguage(language: Language, text: { readonly vi: string; readonly en: string }): string {
  return language === Language.VI ? text.vi : text.en;
}
