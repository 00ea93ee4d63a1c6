import { dayInProvince } from '@hub/protocol';
import type { Cell } from '@hub/kit/service';

/** A number as a database writes it, without insignificant zeros: `12.00` becomes `12`. */
export function numberCell(text: string): Cell {
  return { type: 'number', text: /\.\d/.test(text) && !/e/i.test(text) ? text.replace(/\.?0+$/, '') : text };
}

/** A day, or the day of a moment without a time zone. */
export function dayCell(text: string): Cell {
  return /^\d{4}-\d\d-\d\d/.test(text) ? { type: 'day', text: text.slice(0, 10) } : text;
}

/** The day of a moment in the province's time zone. */
export function momentCell(text: string): Cell {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : { type: 'day', text: dayInProvince(moment) };
}

/** True or false. */
export function flagCell(value: boolean): Cell {
  return { type: 'flag', text: String(value) };
}

/** A cell's content as a text. */
export function plainText(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;
}
