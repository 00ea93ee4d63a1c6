/** A text in the languages of the hub. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/**
 * The title of something with a name and a description in a schema: in English its name in words, in Vietnamese the
 * text in brackets in its description, such as "Its members (hội viên)". Without brackets, the name is used for both.
 */
export function calledBy(name: string, description: string | null | undefined): Bilingual {
  const en = inWords(name);
  const vi = vietnameseIn(description ?? '');
  return { vi: vi === undefined ? en : capital(vi), en };
}

/** The first brackets with a letter that only Vietnamese has, or else with at least two words. */
function vietnameseIn(description: string): string | undefined {
  const found = [...description.matchAll(/\(([^()]{1,80})\)/g)].map(([, text = '']) => text.trim());
  return found.find((text) => /[À-ỹĐđ]/u.test(text)) ?? found.find((text) => /^\p{L}+(?: \p{L}+)+$/u.test(text));
}

/** The name of an operation about a code: `FarmerClubs` for `farmer-clubs`. */
export function operationOf(code: string): string {
  return code.replace(/(?:^|-)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** `foundedOn` or `BRANCH_CHAIR` as words: "Founded on", "Branch chair". */
function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase();
  return capital(words);
}

function capital(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase('vi') + rest.join('');
}
