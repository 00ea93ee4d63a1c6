import { searchKey } from '../base/vietnamese.js';

/** Combining marks of the five tones. */
const tone = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * The key that compares spellings with differences in case, in spaces or in the position of a tone mark: `Hóa` equals
 * `Hoá`, and differs from `Hoa`.
 */
export function toneKey(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${word.replace(tone, '')}${(word.match(tone) ?? []).join('')}`)
    .join(' ');
}

/** A header for comparison: without marks, case, punctuation, and text in brackets; `hoTen` is two words. */
export function headerKey(header: string): string {
  const whole = plain(header);
  const without = plain(header.replaceAll(/\([^)]*\)|\[[^\]]*\]|\*/g, ' '));
  return without === '' ? whole : without;
}

function plain(text: string): string {
  return searchKey(text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '))
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
