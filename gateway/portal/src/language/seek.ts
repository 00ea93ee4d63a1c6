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

/** What a name says of the kind of place before it names it. */
const kind = /^(?:xa|phuong|dac khu|thi tran|thi xa|thanh pho|huyen|tinh) /;

/**
 * How well a place is found, the less the better: by its own name whole, by its beginning, by a part of it, and then by the
 * units that it was before, in their order. Undefined where it is not found.
 * @param names without marks, its own first.
 */
export function placeFound(sought: string, [own = '', ...former]: readonly string[]): number | undefined {
  const bare = own.replace(kind, '');
  if (own === sought || bare === sought) return 0;
  if (own.startsWith(sought) || bare.startsWith(sought)) return 1;
  if (own.includes(sought)) return 2;
  if (former.includes(sought)) return 3;
  return former.some((name) => name.includes(sought)) ? 4 : undefined;
}
