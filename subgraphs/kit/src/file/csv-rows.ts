import { pipeline, Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { FileError } from './file-error.js';
import { longestCell, longestRow } from './longest.js';
import { lettersOf, type SheetRow } from './sheet-row.js';

/** A row of a CSV file. */
export interface CsvRow extends SheetRow {
  readonly cells: readonly string[];
  /** Of the last row alone: whether the file ends in it without a line end. */
  readonly unended?: boolean;
}

/**
 * Reads the rows of a CSV file (RFC 4180, with any separator) as a stream. Rows are counted as a spreadsheet counts
 * them: an empty line is a row, and a row with quoted line ends is one row.
 * @param text with line feeds as line ends; see `decoded`.
 * @param longest the most characters of a cell; a row with a longer one has a fault.
 * @throws FileError where a quote is never closed.
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  separator: string,
  longest: number = longestCell,
): AsyncGenerator<CsvRow> {
  let row = 0;
  let linesOfFault = -1;
  let lastLetter = '';
  const faults: CsvRow[] = [];
  const options: Options<CsvRow, string[]> = {
    delimiter: separator,
    bom: true,
    trim: true,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    on_record: (cells) => {
      row += 1;
      const place = cells.findIndex((cell) => cell.length > longest);
      return place < 0 ? { row, cells } : { row, cells: [], fault: tooLong(place, cells[place]?.length, longest) };
    },
    on_skip: (error) => {
      if (!error) return;
      const { code, lines } = error as CsvError & { readonly lines: number };
      // The parser reports a record once for each fault in it.
      if (lines === linesOfFault) return;
      linesOfFault = lines;
      row += 1;
      if (code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED') throw unclosed(row, code);
      const fault = `expected a CSV record (RFC 4180), got one that breaks the format (${code})`;
      faults.push({ row, cells: [], fault });
    },
  };
  const parser = parse(options as unknown as Options);
  async function* watched() {
    for await (const chunk of text) {
      lastLetter = chunk.at(-1) ?? lastLetter;
      yield chunk;
    }
  }
  // A fault in any stage reaches the reader of the last one.
  pipeline(Readable.from(watched()), parser, () => undefined);
  let held: CsvRow | undefined;
  for await (const next of parser as AsyncIterable<CsvRow>) {
    if (held) yield held;
    held = next;
    while (faults[0] && faults[0].row < next.row) yield faults.shift() as CsvRow;
  }
  if (held) yield lastLetter === '\n' || faults.length > 0 ? held : { ...held, unended: true };
  yield* faults;
}

function tooLong(place: number, length: number | undefined, longest: number): string {
  return `expected at most ${longest} characters in a cell, got ${length} in column ${lettersOf(place)}`;
}

function unclosed(row: number, code: string): FileError {
  const message =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? `Row ${row}: expected a closing quote in the row that begins here, got none before the file ends. A quote is not closed, or the file is cut off.`
      : `Row ${row}: expected a row of at most ${longestRow} bytes; probably a quote in it is not closed.`;
  return new FileError(message, { row });
}

/** The possible separators of files. */
const separators = [',', ';', '\t', '|'] as const;

/** How the first lines of a CSV file show its separator. */
export interface Separation {
  readonly separator: string;
  /** How many lines only declare the separator: spreadsheets read `sep=;` so, and do not show it. */
  readonly lines: number;
}

/** Finds the separator of a file from its first lines: the one that most lines have, and equally often. */
export function separationOf(head: string): Separation {
  const [, told] = /^\uFEFF?sep=(.)\n/.exec(head) ?? [];
  if (told !== undefined) return { separator: told, lines: 1 };
  const lines = head
    .replaceAll(/"[^"]*"/g, '""')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 30);
  const scores = separators.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const most = Math.max(0, ...counts);
    return { separator, score: counts.filter((count) => count > 0 && count === most).length * 100 + most };
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return { separator: best.score > 0 ? best.separator : ',', lines: 0 };
}
