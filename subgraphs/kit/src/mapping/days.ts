import { valueFormats } from '@hub/protocol';
import type { DayOrder } from './mapping.js';

/** The order of day and month that a text shows: `either` where both orders are valid, and differ. */
export type OrderSign = DayOrder | 'either' | 'same';

const figures = /^(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d\d)(?:[ T]+\d{1,2}:\d{2}.*)?$/;
const yearFirst = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[ T]+\d{1,2}:\d{2}.*)?$/;
const inWords = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})$/i;

const padded = (figure: string | undefined) => (figure ?? '').padStart(2, '0');

/**
 * A year of four digits. A year of two digits is of this century, unless that is more than twenty years ahead.
 * `readYear` reads years of birth differently.
 */
function wholeYear(year: string, latest = new Date().getUTCFullYear() + 20): string {
  if (year.length === 4) return year;
  const ofThis = 2000 + Number(year);
  return String(ofThis > latest ? ofThis - 100 : ofThis);
}

/** The order that a text shows; undefined where it is no day in figures. */
export function orderSign(text: string): OrderSign | undefined {
  const [, first, , second] = figures.exec(text) ?? [];
  if (first === undefined) return undefined;
  if (Number(first) > 12) return 'd/m/y';
  if (Number(second) > 12) return 'm/d/y';
  return Number(first) === Number(second) ? 'same' : 'either';
}

/**
 * A day as `YYYY-MM-DD`; undefined where the text is none, or is ambiguous and the order is unknown.
 * @returns a day that does not exist unchanged.
 */
export function readDay(text: string, order: DayOrder | undefined): string | undefined {
  const [, year, , month, day] = yearFirst.exec(text) ?? [];
  if (year !== undefined) return `${year}-${padded(month)}-${padded(day)}`;
  const words = inWords.exec(text.normalize('NFC'));
  if (words) return `${words[3] ?? ''}-${padded(words[2])}-${padded(words[1])}`;
  const [, first, , second, ofYear] = figures.exec(text) ?? [];
  if (ofYear === undefined) return undefined;
  const sign = orderSign(text);
  const taken = sign === 'either' ? order : sign;
  if (taken === undefined) return undefined;
  const [d, m] = taken === 'm/d/y' ? [second, first] : [first, second];
  return `${wholeYear(ofYear)}-${padded(m)}-${padded(d)}`;
}

/** Whether a day exists. */
export function isDay(text: string): boolean {
  return valueFormats.date.accepts(text);
}

/** A month as `YYYY-MM`, from `9/2026`, `Tháng 9 năm 2026`, `2026/9`, or a day. */
export function readMonth(text: string, order: DayOrder | undefined): string | undefined {
  const [, month, year] =
    /^(?:tháng |th\.? ?|t)?(\d{1,2})(?: ?[/.-] ?| năm | )(\d{4})$/i.exec(text.normalize('NFC')) ?? [];
  if (year !== undefined) return `${year}-${padded(month)}`;
  const [, ofYear, ofMonth] = /^(\d{4})[/.-](\d{1,2})$/.exec(text) ?? [];
  if (ofYear !== undefined) return `${ofYear}-${padded(ofMonth)}`;
  return readDay(text, order)?.slice(0, 7);
}

const roman = ['I', 'II', 'III', 'IV'];

/** A period as `2026`, `2026-Q3` or `2026-09`, from `Quý III/2026`, `Q3/2026`, or a month. */
export function readPeriod(text: string, order: DayOrder | undefined): string | undefined {
  if (/^\d{4}$/.test(text)) return text;
  const [, ofYear] = /^năm (\d{4})$/i.exec(text) ?? [];
  if (ofYear !== undefined) return ofYear;
  const [, quarter = '', year] = /^(?:quý |q)\s*([1-4]|I{1,3}|IV)(?:\s*[/.-]\s*| năm )(\d{4})$/i.exec(text) ?? [];
  if (year === undefined) return readMonth(text, order);
  const number = /\d/.test(quarter) ? quarter : String(roman.indexOf(quarter.toUpperCase()) + 1);
  return `${year}-Q${number}`;
}

/** A school year as `2025-2026`. */
export function readSchoolYear(text: string): string | undefined {
  const [, first, second] = /^(?:năm học )?(\d{4})\s*[-–/]\s*(\d{4})$/i.exec(text) ?? [];
  return first === undefined ? undefined : `${first}-${second ?? ''}`;
}

/** The year of a day, or a year. */
export function readYear(text: string): string | undefined {
  if (/^\d{4}$/.test(text)) return text;
  const year = figures.exec(text)?.[4];
  // A year of birth is past.
  return year === undefined ? readDay(text, 'd/m/y')?.slice(0, 4) : wholeYear(year, new Date().getUTCFullYear());
}
