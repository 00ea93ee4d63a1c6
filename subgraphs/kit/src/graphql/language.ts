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

/** The argument of every field with a bilingual text: `language`; default: Vietnamese. */
export function LanguageArg(): ReturnType<typeof Arg> {
  return Arg('language', () => Language, { defaultValue: Language.VI, description: 'In which language.' });
}

/** Picks one language of a bilingual text. */
export function inLanguage(language: Language, text: { readonly vi: string; readonly en: string }): string {
  return language === Language.VI ? text.vi : text.en;
}
