import { plain } from './plain.js';

/** Usual abbreviations in addresses, without diacritics, with their full words. */
const short: readonly (readonly [RegExp, string])[] = [
  [/\btp\b\.?/g, 'thanh pho'],
  [/\btx\b\.?/g, 'thi xa'],
  [/\btt\b\.?/g, 'thi tran'],
  [/^h\. ?/, 'huyen '],
  [/^p\. ?/, 'phuong '],
  [/^x\. ?/, 'xa '],
];

/** Search text without diacritics, with abbreviations in full: `TP. Thanh Hóa` is `thanh pho thanh hoa`. */
export function soughtIn(text: string): string {
  let sought = plain(text.trim()).replaceAll(/\s+/g, ' ');
  for (const [pattern, full] of short) sought = sought.replace(pattern, full);
  return sought;
}

/** The kind of place in front of a name. */
const kind = /^(?:xa|phuong|dac khu|thi tran|thi xa|thanh pho|huyen|tinh) /;

/** A name without diacritics and without the kind of place: `luu ve` for `xa luu ve`. */
export function withoutKind(name: string): string {
  return name.replace(kind, '');
}

/**
 * Rank of a match, lower is better: the whole present name, its beginning, a part of it, a whole former name, a part of
 * a former name. Undefined without a match.
 * @param names without diacritics, the present name first.
 */
export function placeFound(sought: string, [own = '', ...former]: readonly string[]): number | undefined {
  const bare = withoutKind(own);
  if (own === sought || bare === sought) return 0;
  if (own.startsWith(sought) || bare.startsWith(sought)) return 1;
  if (own.includes(sought)) return 2;
  if (former.includes(sought)) return 3;
  return former.some((name) => name.includes(sought)) ? 4 : undefined;
}
