import type { DecimalSign } from './mapping.js';

const parts = /^-?\d+(?:[.,]\d+)*$/;

/** Removes spaces, which also separate thousands. */
function closed(text: string): string {
  return /^-?\d{1,3}(?:[\s\u00A0\u202F]\d{3})+(?:[.,]\d+)?$/.test(text)
    ? text.replaceAll(/[\s\u00A0\u202F]/g, '')
    : text;
}

/** The decimal sign that a number shows: `either` where it is ambiguous; undefined where it shows none. */
export function decimalSignOf(given: string): DecimalSign | 'either' | undefined {
  const text = closed(given);
  if (!parts.test(text)) return undefined;
  const signs = [...text.matchAll(/[.,]/g)].map(([sign]) => sign as DecimalSign);
  const last = signs.at(-1);
  if (last === undefined) return undefined;
  const other = last === ',' ? '.' : ',';
  if (signs.length > 1) return signs[0] === last ? other : last;
  const [whole = '', after = ''] = text.replace('-', '').split(last);
  return after.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? 'either' : last;
}

/**
 * A number with a decimal point and no separators of thousands; undefined where the text is no number, or is ambiguous
 * and the decimal sign is unknown.
 */
export function readNumber(given: string, known: DecimalSign | undefined): string | undefined {
  const text = closed(given);
  if (/^-?\d+$/.test(text)) return text;
  const own = decimalSignOf(text);
  const sign = own === 'either' ? known : own;
  if (sign === undefined) return undefined;
  const thousands = sign === ',' ? '\\.' : ',';
  const shape = new RegExp(`^-?(?:\\d+|\\d{1,3}(?:${thousands}\\d{3})+)(?:\\${sign}\\d+)?$`);
  if (!shape.test(text)) return undefined;
  const plain = text.replaceAll(sign === ',' ? '.' : ',', '').replace(',', '.');
  return /\.0+$/.test(plain) ? plain.replace(/\.0+$/, '') : plain;
}
