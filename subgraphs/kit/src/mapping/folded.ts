import { searchKey } from '../base/vietnamese.js';

/** Combining marks of the five tones. */
const tone = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * A text by which spellings are compared that differ in case, in spaces or in where a tone stands: `Hóa` is `Hoá`, and is
 * not `Hoa`.
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

/** A header as it is compared: without marks, case, punctuation, and what stands in brackets; `hoTen` is two words. */
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
