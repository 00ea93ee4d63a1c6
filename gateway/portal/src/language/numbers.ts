import { rounded } from '../../../../subgraphs/protocol/src/values/rounded.js';
import type { Language } from './language.js';

export { daysLater } from '../../../../subgraphs/protocol/src/values/days.js';

const locales = { vi: 'vi-VN', en: 'en-GB' } as const;

const made = new Map<string, Intl.NumberFormat>();

/** Format of a number: the largest and the smallest number of decimals, by default the same. */
interface Format {
  readonly style: 'decimal' | 'percent';
  readonly digits: number;
  readonly least?: number;
}

/** Cached, because a table formats a thousand numbers and a new formatter is slow. */
function numbersWith({ style, digits, least = digits }: Format, language: Language): Intl.NumberFormat {
  const key = `${language} ${style} ${digits} ${least}`;
  const known = made.get(key);
  if (known) return known;
  const format = { style, minimumFractionDigits: least, maximumFractionDigits: digits } as const;
  const numbers = new Intl.NumberFormat(locales[language], format);
  made.set(key, numbers);
  return numbers;
}

function written(value: number, format: Format, language: Language): string {
  const { style, digits } = format;
  return numbersWith(format, language).format(rounded(value, style === 'percent' ? digits + 2 : digits));
}

/** A whole number in the language's notation. */
export function whole(value: number, language: Language): string {
  return written(value, { style: 'decimal', digits: 0 }, language);
}

/** A range of whole numbers in words, because a dash reads as a minus: `từ 20 đến 48`, or `20 to 48`. */
export function range(lower: number, upper: number, language: Language): string {
  return between(whole(lower, language), whole(upper, language), language);
}

/** A range of two formatted numbers in words, because a dash reads as a minus. */
export function between(from: string, to: string, language: Language): string {
  return language === 'vi' ? `từ ${from} đến ${to}` : `${from} to ${to}`;
}

/** A range of ranks, or one number if both are equal: `3–7`. */
export function span(first: number, last: number, language: Language): string {
  return first === last ? whole(first, language) : `${whole(first, language)}–${whole(last, language)}`;
}

/** A number with at most two decimals, in the language's notation. */
export function decimal(value: number, language: Language): string {
  return written(value, { style: 'decimal', digits: 2, least: 0 }, language);
}

/** A fraction as a percentage with one decimal, two below ten percent; never more decimals than the graph's value has. */
export function share(value: number, language: Language): string {
  const carried = (value.toFixed(10).replace(/0+$/, '').split('.')[1] ?? '').length - 2;
  const digits = Math.min(Math.max(carried, 0), Math.abs(value) < 0.1 && value !== 0 ? 2 : 1);
  return written(value, { style: 'percent', digits }, language);
}

/** An axis label for a share, with at most as many decimals as the axis's steps. */
export function tick(value: number, digits: number, language: Language): string {
  return written(value, { style: 'percent', digits, least: 0 }, language);
}

/** Percentage points, with one decimal by default. */
export function points(value: number, language: Language, digits: 0 | 1 | 2 = 1): string {
  return written(value, { style: 'decimal', digits }, language);
}

/** A difference with its sign, so that readers distinguish more and fewer without colour; zero has no sign. */
export function difference(value: number, language: Language, digits: 0 | 1 | 2 = 0): string {
  const text = written(Math.abs(value), { style: 'decimal', digits }, language);
  if (!/[1-9]/.test(text)) return text;
  return `${value > 0 ? '+' : '\u2212'}${text}`;
}

/** A day, such as `2026-09-05`, in the language's notation: `05/09/2026`, or `5 Sept 2026`. */
export function day(value: string, language: Language): string {
  const date =
    language === 'vi' ? ({ day: '2-digit', month: '2-digit' } as const) : ({ day: 'numeric', month: 'short' } as const);
  const format = { ...date, year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locales[language], format).format(new Date(`${value.slice(0, 10)}T00:00:00Z`));
}

/** A point in time, in the province's time zone: `15:00 ngày 17/11/2026`. */
export function moment(value: string, language: Language): string {
  if (language === 'vi') return `${hour.format(new Date(value))} ngày ${day(dayInProvince(value), language)}`;
  const format = { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' } as const;
  return new Intl.DateTimeFormat(locales[language], format).format(new Date(value));
}

const hour = new Intl.DateTimeFormat('vi-VN', { timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' });

/** The day of a point in time, in the province's time zone: `2026-11-17`. */
export function dayInProvince(value: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(value));
}

/** A period: `2026`, `2026-Q3` or `2026-09`. */
export function period(value: string, language: Language): string {
  const [year = '', part] = value.split('-');
  if (part === undefined) return language === 'vi' ? `năm ${year}` : year;
  if (part.startsWith('Q')) return language === 'vi' ? `quý ${part.slice(1)}/${year}` : `${part} ${year}`;
  if (language === 'vi') return `tháng ${Number(part)}/${year}`;
  const format = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locales.en, format).format(new Date(`${value}-01T00:00:00Z`));
}

/** A month in the shortest form, for charts: `9/26`. */
export function shortMonth(value: string): string {
  const [year = '', month = ''] = value.split('-');
  return `${Number(month)}/${year.slice(2)}`;
}

/** Last complete month in the province's time zone: the end of the punctuality figures. */
export function lastMonthOver(): string {
  return monthsBefore(thisMonth(), 1);
}

/** Number of months from one month to a later one. */
export function monthsBetween(first: string, last: string): number {
  const index = (month: string): number => {
    const [year = 0, number = 1] = month.split('-').map(Number);
    return year * 12 + number;
  };
  return index(last) - index(first);
}

/** The month a number of months before another. */
export function monthsBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The last day of a period: `2026`, `2026-Q3` or `2026-09`. */
export function lastDayOf(period: string): string {
  const [year = '', part = '12'] = period.split('-');
  const month = part.startsWith('Q') ? Number(part.slice(1)) * 3 : Number(part);
  return new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);
}

/** Today in the province's time zone: `2026-11-17`. */
export function thisDay(): string {
  return dayFromNow(0);
}

/** The day a number of days from now in the province's time zone, in the graph's notation. */
export function dayFromNow(days: number, now = Date.now()): string {
  return dayInProvince(new Date(now + days * 86_400_000).toISOString());
}

/** The current month in the province's time zone: `2026-11`. */
export function thisMonth(): string {
  return thisDay().slice(0, 7);
}
