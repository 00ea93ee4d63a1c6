import { provinceOffset, timeInProvince } from '@hub/protocol';
import type { Cell, CellValue } from '../content/cell.js';
import type { CellFormat, Column, Language } from '../table/mapping.js';
import { absenceWords, fileWords } from './wording.js';

/** A moment in the province's time, `YYYY-MM-DDTHH:MM:SS`. */
export function provinceTime(moment: string | Date): string {
  return timeInProvince(new Date(moment));
}

/** A cell as text in the form of a language: `1234,5`, `12,5%`, `5/9/2026` in Vietnamese. */
export function cellText(cell: Cell, format: CellFormat, language: Language): string {
  if ('absent' in cell) return absenceWords[cell.absent][language];
  return cell.words?.[language] ?? valueText(cell.value, format, language);
}

function valueText(value: CellValue, format: CellFormat, language: Language): string {
  if (typeof value === 'boolean') return fileWords[value ? 'yes' : 'no'][language];
  if (typeof value === 'number') {
    return format === 'percent' ? `${decimal(percent(value), language)}%` : decimal(String(value), language);
  }
  if (format === 'date') return dateText(value, language);
  if (format === 'time') return timeText(value, language);
  return value;
}

/** A share in percent, exactly: 0.123 is 12.3. */
function percent(share: number): string {
  return String(Number((share * 100).toPrecision(15)));
}

function decimal(text: string, language: Language): string {
  return language === 'vi' ? text.replace('.', ',') : text;
}

function dateText(day: string, language: Language): string {
  const [year, month, date] = day.split('-').map(Number);
  return language === 'vi' ? `${date}/${month}/${year}` : day;
}

function timeText(moment: string, language: Language): string {
  const local = provinceTime(moment);
  return language === 'vi'
    ? `${dateText(local.slice(0, 10), 'vi')} ${local.slice(11, 16)}`
    : `${local}${provinceOffset}`;
}

/** The header of a column: its group's title, if it has one, and its own. */
export function headerOf({ group, title }: Column, language: Language): string {
  return group ? `${group[language]} – ${title[language]}` : title[language];
}
