import { badUserInput, valueFormats } from '@hub/protocol';

/**
 * Vietnamese text as keys that every PostgreSQL compares alike. Not every one has a Vietnamese
 * collation, so the order and the search are computed here and stored in columns with COLLATE "C".
 */

const alphabet = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const firstLetter = 'A'.codePointAt(0) ?? 0;
/** Combining marks of the five tones in dictionary order; a vowel without one comes first. */
const tones = ['\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
/** Combining marks that make another letter: breve (ă), circumflex (â, ê, ô), horn (ơ, ư). */
const letterMarks = new Set(['\u0306', '\u0302', '\u031b']);

/** The key that searches compare: without diacritics and case, so that Hoá, Hóa and hoa are one. */
export function searchKey(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * What a caller searches for, as `searchKey` folds it.
 * @throws GraphQLError `BAD_USER_INPUT` where it is too long.
 */
export function searchText(text: string): string {
  const { expected, accepts } = valueFormats.search;
  if (!accepts(text)) throw badUserInput(`Expected search to be ${expected}, but got one of ${text.length}.`);
  return searchKey(text);
}

/**
 * The key that sorts as `Intl.Collator('vi')` does: by letters, then by tones (grave, hook, tilde, acute,
 * dot below), then by case.
 */
export function sortKey(text: string): string {
  let letters = '';
  let toneMarks = '';
  let cases = '';
  for (const { letter, tone, isUpper } of graphemes(text)) {
    const position = alphabet.indexOf(letter);
    letters += position < 0 ? letter : String.fromCodePoint(firstLetter + position);
    toneMarks += String(tone);
    cases += isUpper ? '1' : '0';
  }
  return `${letters}\t${toneMarks}\t${cases}`;
}

function* graphemes(text: string): Generator<{ letter: string; tone: number; isUpper: boolean }> {
  for (const [cluster] of text.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)) {
    const [base = '', ...marks] = cluster;
    const letter = [base.toLowerCase(), ...marks.filter((mark) => letterMarks.has(mark))].join('').normalize('NFC');
    const tone = marks.reduce((found, mark) => Math.max(found, tones.indexOf(mark) + 1), 0);
    yield { letter, tone, isUpper: base !== base.toLowerCase() };
  }
}
