import { type CsvRow, csvRows } from './csv-rows.js';
import { FileError } from './file-error.js';
import { textOf } from './sheet-row.js';
import { decoded } from './text-encoding.js';

export { FileError } from './file-error.js';

/** A record of a CSV file, its values by column, trimmed and in Unicode NFC. */
export interface CsvRecord {
  readonly type: 'record';
  /** The row as a spreadsheet shows it; the first is 1, whatever it has. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** The faults of columns that could not be read; the values of these columns are not used. */
  readonly faults?: Readonly<Record<string, string>>;
}

export type CsvItem =
  | CsvRecord
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  | {
      readonly type: 'broken';
      readonly rejection: { readonly row: number; readonly column: string; readonly reason: string };
    };

/**
 * Reads a CSV file in the columns' native form (RFC 4180, UTF-8, header line) as a stream.
 * @param longest the most characters of a cell.
 * @throws FileError on another encoding, a missing column, or a file that ends within a row.
 */
export function readCsv(
  content: AsyncIterable<Uint8Array>,
  expected: readonly string[],
  longest?: number,
): AsyncGenerator<CsvItem> {
  return csvItems(csvRows(decoded(content, 'utf-8'), ',', longest), expected);
}

/** Yields the rows of such a file by column. @throws as `readCsv`. */
export async function* csvItems(rows: AsyncIterable<CsvRow>, expected: readonly string[]): AsyncGenerator<CsvItem> {
  let header: readonly string[] | undefined;
  for await (const { row, cells, fault, unended } of rows) {
    if (fault !== undefined) yield { type: 'broken', rejection: { row, column: '', reason: fault } };
    else if (cells.every((cell) => cell === '')) continue;
    else if (header === undefined) {
      header = cells;
      const ignored = unexpectedColumns(header, expected);
      if (ignored.length > 0) yield { type: 'ignored', columns: ignored };
    } else {
      const reason = lengthFault(cells, header.length);
      if (reason !== undefined && unended && cells.length < header.length) throw cutOff(row);
      if (reason !== undefined) yield { type: 'broken', rejection: { row, column: '', reason } };
      else yield { type: 'record', line: row, values: valuesOf(header, cells) };
    }
  }
  if (!header)
    throw new FileError(`Row 1: expected the columns ${expected.join(', ')}; the file is empty.`, { row: 1 });
}

function valuesOf(header: readonly string[], cells: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  header.forEach((name, index) => {
    values[name] = textOf(cells[index]);
  });
  return values;
}

/** The fault of a row with more or fewer values than the header; empty values at its end are no fault. */
export function lengthFault(cells: readonly unknown[], columns: number): string | undefined {
  if (cells.length === columns || (cells.length > columns && cells.slice(columns).every((cell) => cell === '')))
    return undefined;
  return 'expected as many values as the header has columns; the line is cut off or has a stray separator';
}

/** The error for a file that ends within a row. */
export function cutOff(row: number): FileError {
  return new FileError(
    `Row ${row}: expected as many values as the header has columns, got fewer, and the file ends here: it is cut off. Export it again.`,
    { row },
  );
}

function unexpectedColumns(header: readonly string[], expected: readonly string[]): string[] {
  const missing = expected.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new FileError(
      `Row 1: expected the columns ${expected.join(', ')}, with commas between them; missing ${missing.join(', ')}; ${describeHeader(header)}.`,
      { row: 1 },
    );
  }
  const twice = expected.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice.length > 0)
    throw new FileError(`Row 1: expected each column once; got ${twice.join(', ')} twice.`, { row: 1 });
  return header.filter((name) => !expected.includes(name));
}

/** A first line that is not a header may be about a person, so the message does not repeat it. */
function describeHeader(header: readonly string[]): string {
  const [first = ''] = header;
  if (header.length === 1 && /[;\t]/.test(first))
    return `got ${first.includes(';') ? 'semicolons' : 'tabs'} between them`;
  if (header.every((name) => /^[a-z][a-z_]{0,39}$/i.test(name))) return `got ${header.join(', ')}`;
  return 'got a line that does not name columns (not repeated here: it may identify a person)';
}
