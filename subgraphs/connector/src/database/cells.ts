import { dayInProvince } from '@hub/protocol';
import type { Cell } from '@hub/kit/service';

/** A number as a database writes it, without zeros that say nothing: `12.00` is `12`. */
export function numberCell(text: string): Cell {
  return { type: 'number', text: /\.\d/.test(text) && !/e/i.test(text) ? text.replace(/\.?0+$/, '') : text };
}

/** A day, or a moment without a zone, of which the day counts. */
export function dayCell(text: string): Cell {
  return /^\d{4}-\d\d-\d\d/.test(text) ? { type: 'day', text: text.slice(0, 10) } : text;
}

/** A moment on the time line: the day is the province's. */
export function momentCell(text: string): Cell {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : { type: 'day', text: dayInProvince(moment) };
}

/** True or false. */
export function flagCell(value: boolean): Cell {
  return { type: 'flag', text: String(value) };
}

/** What stands in a cell, as a text. */
export function plainText(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;
}
