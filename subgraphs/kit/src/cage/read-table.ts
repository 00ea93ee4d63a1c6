import { createReadStream } from 'node:fs';
import { csvRows, separationOf } from '../file/csv-rows.js';
import { FileError } from '../file/file-error.js';
import { decoded, type Encoding, encodingOf, markedEncoding } from '../file/text-encoding.js';
import type { Dialect, Table, TableRow } from '../mapping/table.js';
import { sheetRows } from '../xlsx/sheet-rows.js';
import { closeWorkbook, openWorkbook } from '../xlsx/workbook.js';

/** A file to read in a cage. */
export interface FileInCage {
  readonly path: string;
  readonly bytes: number;
  readonly form: 'csv' | 'xlsx';
  /** The most characters of a cell of a CSV file; default: the limit of spreadsheets. */
  readonly longest?: number | undefined;
}

/**
 * Opens a file, in the process of a cage.
 * @throws FileError where it is neither a workbook nor a text.
 */
export async function readTable(file: FileInCage): Promise<Table> {
  return file.form === 'xlsx' ? openWorkbookTable(file) : openCsvTable(file);
}

async function openWorkbookTable({ path, bytes }: FileInCage): Promise<Table> {
  const workbook = await openWorkbook(path);
  let share = 0;
  async function* rows(name: string | undefined): AsyncGenerator<TableRow> {
    const sheet = workbook.sheets.find((one) => one.name === name) ?? workbook.sheets[0];
    if (!sheet) return;
    share = 0;
    let sinceCounted = 0;
    const whole = workbook.parts.bytesOf(sheet.part);
    for await (const row of sheetRows(workbook, sheet, (read) => (sinceCounted = read))) {
      share = whole === 0 ? 1 : sinceCounted / whole;
      yield row;
    }
    share = 1;
  }
  return {
    form: 'xlsx',
    sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
    rows,
    bytesRead: () => Math.round(bytes * Math.min(1, share)),
    close: () => {
      closeWorkbook(workbook);
    },
  };
}

/** How many characters of a file are searched for its separator. */
const headLength = 64 * 1024;

async function openCsvTable(file: FileInCage): Promise<Table> {
  const head = await headOf(file);
  refuseOthers(head);
  const encoding = await encodingOf(read(file));
  const { separator, lines: skipped } = separationOf(await textHead(file, encoding));
  const dialect: Dialect = { encoding, isMarked: markedEncoding(head) !== undefined, separator, skipped };
  let count = 0;
  async function* counted() {
    count = 0;
    for await (const chunk of read(file)) {
      count += chunk.length;
      yield chunk;
    }
  }
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const row of csvRows(decoded(counted(), encoding), separator, file.longest)) {
      // A spreadsheet does not count the line that declares the separator.
      if (row.row > skipped) yield skipped === 0 ? row : { ...row, row: row.row - skipped };
    }
  }
  return { form: 'csv', dialect, sheets: [], rows, bytesRead: () => count, close: () => undefined };
}

/** How many bytes are read at once. */
const pieceBytes = 256 * 1024;

function read({ path }: FileInCage): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: pieceBytes }) as AsyncIterable<Uint8Array>;
}

async function headOf(file: FileInCage): Promise<Uint8Array> {
  for await (const chunk of read(file)) return chunk;
  throw new FileError('Expected a file with rows, got an empty one.');
}

async function textHead(file: FileInCage, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const piece of decoded(read(file), encoding)) {
    text += piece;
    if (text.length >= headLength) break;
  }
  return text.slice(0, headLength);
}

/** The first bytes of files of other forms. */
const others: readonly (readonly [head: RegExp, what: string])[] = [
  [
    /^\xD0\xCF\x11\xE0/,
    'an old workbook (.xls), or one with a password. In the spreadsheet choose File, Save as (Tệp, Lưu dưới dạng), the type "Excel Workbook (.xlsx)", without a password, and bring that file',
  ],
  [/^%PDF/, 'a PDF. Export the table itself'],
  [
    /^\s*<(?:!doctype|html|table|\?xml)/i,
    'a page of the web or XML that is called a table. Open it in a spreadsheet and save it as "Excel Workbook (.xlsx)"',
  ],
  [/^(?:\x1F\x8B|Rar!|7z\xBC\xAF|\x89PNG|\xFF\xD8\xFF)/, 'a packed file or a picture'],
];

function refuseOthers(head: Uint8Array): void {
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1');
  const other = others.find(([pattern]) => pattern.test(start.replace(/^\xEF\xBB\xBF/, '')));
  if (other) throw new FileError(`Expected a workbook (.xlsx) or a CSV file, got ${other[1]}.`);
}
