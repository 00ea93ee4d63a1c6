import type { Reading } from '../file/column.js';
import { csvRows } from '../file/csv-rows.js';
import type { ImportKind } from '../file/import-kind.js';
import { isEmpty, type SheetRow, textOf } from '../file/sheet-row.js';
import type { Layout } from './layout.js';
import { RowReader } from './mapped-rows.js';
import type { Mapping } from './mapping.js';

/** How many bytes of a file are examined. */
export const ownHead = 64 * 1024;

/**
 * Whether a file has the form of the hub's own files: CSV in UTF-8 with commas, with the kind's column names in the
 * first row, and only correctly written values in the first rows. Such a file needs no mapping.
 */
export async function isInOwnForm(head: Uint8Array, kind: ImportKind, reading: Reading): Promise<boolean> {
  const rows = await firstRows(head);
  const names = rows?.[0]?.cells.map(textOf) ?? [];
  const columns = Object.keys(kind.columns);
  if (!rows || !columns.every((column) => names.includes(column))) return false;
  const mapping: Mapping = { decimal: '.', columns: Object.fromEntries(columns.map((column) => [column, column])) };
  const places = new Map(columns.map((column) => [column, names.indexOf(column)]));
  const header = { row: 1, names, guessed: { places, twice: new Map(), score: 0 } };
  const nothing = { sheet: undefined, saved: undefined, told: {}, districts: new Map(), questions: [], head: [] };
  const layout: Layout = { kind, header, mapping, places, ...nothing };
  const reader = new RowReader(layout, { mapping, reading });
  return rows.slice(1).every(
    (row) =>
      isEmpty(row) ||
      columns.every((column) => {
        const { given, read } = reader.value(row, column);
        return !('text' in read) || read.text === textOf(given);
      }),
  );
}

/** The complete rows in a file's head; undefined where it is no text in UTF-8. */
async function firstRows(head: Uint8Array): Promise<SheetRow[] | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    const lines = text.replaceAll(/\r\n?/g, '\n');
    const whole = head.length < ownHead ? lines : lines.slice(0, lines.lastIndexOf('\n') + 1);
    const rows: SheetRow[] = [];
    for await (const row of csvRows(once(whole), ',')) if (row.fault === undefined) rows.push(row);
    return rows;
  } catch {
    return undefined;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a text that is there, where one that comes is read
async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
