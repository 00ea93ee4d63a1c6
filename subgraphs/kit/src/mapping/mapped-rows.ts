import type { Reading } from '../file/column.js';
import { type CsvItem, cutOff, lengthFault } from '../file/csv.js';
import type { Spot } from '../file/file-error.js';
import { type Cell, isEmpty, lettersOf, textOf } from '../file/sheet-row.js';
import { type ClosingRow, withoutClosing } from './closing-rows.js';
import { isNumbering } from './find-header.js';
import type { Layout } from './layout.js';
import type { Mapping } from './mapping.js';
import { PlaceNames } from './place-names.js';
import type { Table, TableRow } from './table.js';
import { type ReadValue, type Sign, valueReader } from './value-reader.js';

/**
 * Yields the rows under a file's header that are not empty, without totals and signatures at its end.
 * @param leftOut is called with the latter.
 * @throws FileError where the file ends within one.
 */
export async function* dataRows(
  table: Table,
  layout: Layout,
  leftOut?: (row: ClosingRow) => void,
): AsyncGenerator<TableRow> {
  const rows = allRows(table, layout);
  // Rows from no file have no closing rows.
  yield* table.form === 'rows' ? rows : withoutClosing(rows, namedIn(layout), leftOut);
}

const namedIn = ({ header }: Layout) => header.names.filter((name) => name !== '').length;

async function* allRows(table: Table, { sheet, header }: Layout): AsyncGenerator<TableRow> {
  const width = header.names.length;
  let isFirst = true;
  for await (const row of table.rows(sheet)) {
    if (row.row <= header.row || isEmpty(row)) continue;
    const isNumbered = isFirst && table.form !== 'rows' && isNumbering(row);
    isFirst = false;
    if (isNumbered) continue;
    if (table.form === 'csv' && row.unended && row.fault === undefined && row.cells.length < width)
      throw cutOff(row.row);
    yield row;
  }
}

/** The position of one of the kind's columns in a file. */
export function spotOf({ sheet, header, places }: Layout, row: number | undefined, column = ''): Spot {
  // A fault of several columns is reported at the first.
  const place = places.get(column.split('+')[0] ?? '');
  return {
    ...(sheet !== undefined && { sheet }),
    ...(row !== undefined && { row }),
    ...(place !== undefined && { column: `${lettersOf(place)} (${header.names[place] ?? ''})` }),
  };
}

/** Reads the values of rows, by the kind's columns. */
export class RowReader {
  readonly #readers: ReadonlyMap<string, (cell: Cell | undefined, district: string) => ReadValue>;
  readonly #layout: Layout;

  /** @param onSign is called with what cells show about the whole file. */
  constructor(
    layout: Layout,
    { mapping, reading, onSign }: { mapping: Mapping; reading: Reading; onSign?: (column: string, sign: Sign) => void },
  ) {
    this.#layout = layout;
    const { columns } = layout.kind;
    const places = new PlaceNames(reading.places, reading.placesOn, reading.rootPlace);
    const all = { columns, mapping, reading, places, ...(onSign && { onSign }) };
    this.#readers = new Map(Object.keys(columns).map((name) => [name, valueReader(name, all)]));
  }

  /** The content of a row's cell in a column, and the value read from it. */
  value(row: TableRow, column: string): { readonly given: Cell | undefined; readonly read: ReadValue } {
    const { places, districts, mapping } = this.#layout;
    const place = places.get(column);
    const given = place === undefined ? mapping.fixed?.[column] : row.cells[place];
    const beside = districts.get(column);
    const district = beside === undefined ? '' : textOf(row.cells[beside]);
    const read = this.#readers.get(column)?.(given, district) ?? { text: '' };
    return { given, read };
  }

  /** A row in the form that an import reads. */
  item(row: TableRow, isCsv: boolean): CsvItem {
    const broken = row.fault ?? (isCsv ? lengthFault(row.cells, this.#layout.header.names.length) : undefined);
    if (broken !== undefined) return { type: 'broken', rejection: { row: row.row, column: '', reason: broken } };
    const values: Record<string, string> = {};
    let faults: Record<string, string> | undefined;
    for (const column of this.#readers.keys()) {
      const { read } = this.value(row, column);
      if ('text' in read) values[column] = read.text;
      else (faults ??= {})[column] = read.fault;
    }
    return { type: 'record', line: row.row, values, ...(faults && { faults }) };
  }
}

/** The file's columns that match none of the kind's. */
export function ignoredColumns({ header, mapping, districts }: Layout): string[] {
  const used = new Set([...districts.values()].map((place) => header.names[place]));
  return Object.entries(mapping.columns ?? {}).flatMap(([name, column]) =>
    column === null && !used.has(name) ? [name] : [],
  );
}

/** A file's rows in the form that an import reads. */
export async function* mappedRows(
  table: Table,
  layout: Layout,
  options: { readonly mapping: Mapping; readonly reading: Reading },
): AsyncGenerator<CsvItem> {
  const reader = new RowReader(layout, options);
  const ignored = ignoredColumns(layout);
  if (ignored.length > 0) yield { type: 'ignored', columns: ignored };
  for await (const row of dataRows(table, layout)) yield reader.item(row, table.form === 'csv');
}
