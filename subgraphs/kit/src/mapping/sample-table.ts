import { isEmpty, type SheetRow, textOf } from '../file/sheet-row.js';
import { withoutClosing } from './closing-rows.js';
import { headersOf, isNumbering } from './find-header.js';
import type { Table, TableRow } from './table.js';

/** The beginning of a table with unknown columns. */
export interface TableSample {
  readonly sheet: string | undefined;
  /** The row that names the columns; of two, the last. */
  readonly headerRow: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The most rows above a table's header. */
const mostTitles = 60;

/** The least share of the columns that a header names. */
const leastNamed = 0.6;

const texts = ({ cells }: SheetRow) => cells.map(textOf);
const filledAt = (row: SheetRow) => new Set(texts(row).flatMap((text, place) => (text === '' ? [] : [place])));
/** A header has words, or names of columns, and no values. */
const names = (row: SheetRow) =>
  texts(row).every((text) => text === '' || (/\p{L}/u.test(text) && !/^\d{4}-\d\d-\d\d/.test(text)));

/**
 * Reads the beginning of a table, under titles and a header of one or two rows, from the first visible sheet with rows
 * under its header.
 * @param mostRows how many rows are read under the header.
 * @returns undefined where no row names columns.
 */
export async function sampleTable(table: Table, mostRows: number): Promise<TableSample | undefined> {
  const shown = table.sheets.filter(({ hidden }) => !hidden);
  const sheets =
    table.form === 'xlsx' ? (shown.length > 0 ? shown : table.sheets).map(({ name }) => name) : [undefined];
  let best: TableSample | undefined;
  for (const sheet of sheets) {
    const found = await sampleOf(table, sheet, mostRows);
    if (found && found.rows.length > 0) return found;
    best ??= found;
  }
  return best;
}

async function sampleOf(table: Table, sheet: string | undefined, mostRows: number): Promise<TableSample | undefined> {
  const first: TableRow[] = [];
  for await (const row of table.rows(sheet)) {
    if (!isEmpty(row) && row.fault === undefined) first.push(row);
    if (first.length === mostTitles + mostRows) break;
  }
  const found = headerIn(first);
  if (!found) return undefined;
  const { header, headerRow, at } = found;
  const below = first.slice(at);
  const rows: string[][] = [];
  const data = below[0] && isNumbering(below[0]) ? below.slice(1) : below;
  for await (const row of withoutClosing(each(data), header.length)) {
    rows.push(header.map((_, place) => textOf(row.cells[place])));
    if (rows.length === mostRows) break;
  }
  return withoutUnnamed({ sheet, headerRow, header, rows });
}

/** The first row that names enough of the columns, together with the row below it where that names the missing ones. */
function headerIn(first: readonly TableRow[]) {
  const head = first.slice(0, mostTitles);
  const width = Math.max(0, ...first.map((row) => filledAt(row).size));
  for (const [at, row] of head.entries()) {
    const below = first[at + 1];
    const isTwo = below !== undefined && names(row) && completes(row, below);
    const rows = isTwo ? [row, below] : [row];
    const named = new Set(rows.flatMap((one) => [...filledAt(one)])).size;
    if (!names(row) || named < Math.max(width > 1 ? 2 : 1, width * leastNamed)) continue;
    const [plain, joined] = [headersOf(rows, false), headersOf(rows, true)];
    const header = new Set(plain).size < plain.length || plain.some((one) => one.endsWith(']')) ? joined : plain;
    return { header, headerRow: (rows.at(-1) ?? row).row, at: at + rows.length };
  }
  return undefined;
}

/** Whether a row is the second row of a header: it names columns that the first does not, and no others. */
function completes(row: SheetRow, below: SheetRow): boolean {
  const [upper, lower] = [filledAt(row), filledAt(below)];
  const isNew = [...lower].some((place) => !upper.has(place) && place > Math.min(...upper));
  const isOpen = [...upper].some((place) => !lower.has(place));
  return isNew && isOpen && lower.size > 1 && names(below) && upper.size > 1;
}

/** Removes columns without a name. */
function withoutUnnamed({ header, rows, ...sample }: TableSample): TableSample {
  const kept = header.flatMap((name, place) => (name === '' ? [] : [place]));
  return {
    ...sample,
    header: kept.map((place) => header[place] ?? ''),
    rows: rows.map((row) => kept.map((place) => row[place] ?? '')),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- rows that are there, where rows that come are read
async function* each(rows: readonly TableRow[]): AsyncGenerator<TableRow> {
  yield* rows;
}
