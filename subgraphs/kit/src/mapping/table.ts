import { csvRows, separationOf } from '../file/csv-rows.js';
import { FileError } from '../file/file-error.js';
import type { SheetRow } from '../file/sheet-row.js';
import type { SpooledFile } from '../file/spool.js';
import { decoded, type Encoding, encodingOf, markedEncoding } from '../file/text-encoding.js';
import { sheetRows } from '../xlsx/sheet-rows.js';
import { closeWorkbook, openWorkbook } from '../xlsx/workbook.js';

/** A row of a table; of the last one, whether the file ends in it. */
export type TableRow = SheetRow & { readonly unended?: boolean };

/** How a CSV file is written. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly isMarked: boolean;
  readonly separator: string;
  /** How many lines come first that say how it is separated. */
  readonly skipped: number;
}

/** A file whose rows can be read, whatever form it has; as often as they are asked for. */
export interface Table {
  /** `rows` where they are in no file. */
  readonly form: 'xlsx' | 'csv' | 'rows';
  /** Of a CSV file. */
  readonly dialect?: Dialect;
  /** Of a workbook. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  /** @param sheet of a workbook. */
  readonly rows: (sheet: string | undefined) => AsyncGenerator<TableRow>;
  /** How many of the file's bytes the reading that was begun last has come to. */
  readonly bytesRead: () => number;
  readonly close: () => void;
}

/**
 * Opens a file.
 * @throws FileError where it is neither a workbook nor a text.
 */
export async function openTable(file: SpooledFile): Promise<Table> {
  return file.form === 'xlsx' ? openWorkbookTable(file) : openCsvTable(file);
}

async function openWorkbookTable({ path, bytes }: SpooledFile): Promise<Table> {
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

/** How much of a file is looked at for its separator, in characters. */
const headLength = 64 * 1024;

async function openCsvTable(file: SpooledFile): Promise<Table> {
  const head = await headOf(file);
  refuseOthers(head);
  const encoding = await encodingOf(file.read());
  const { separator, lines: skipped } = separationOf(await textHead(file, encoding));
  const dialect: Dialect = { encoding, isMarked: markedEncoding(head) !== undefined, separator, skipped };
  let read = 0;
  async function* counted() {
    read = 0;
    for await (const chunk of file.read()) {
      read += chunk.length;
      yield chunk;
    }
  }
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const row of csvRows(decoded(counted(), encoding), separator)) {
      // What says how the file is separated is no row of it for a spreadsheet.
      if (row.row > skipped) yield skipped === 0 ? row : { ...row, row: row.row - skipped };
    }
  }
  return { form: 'csv', dialect, sheets: [], rows, bytesRead: () => read, close: () => undefined };
}

async function headOf(file: SpooledFile): Promise<Uint8Array> {
  for await (const chunk of file.read()) return chunk;
  throw new FileError('Expected a file with rows, got an empty one.');
}

async function textHead(file: SpooledFile, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const piece of decoded(file.read(), encoding)) {
    text += piece;
    if (text.length >= headLength) break;
  }
  return text.slice(0, headLength);
}

/** What files of other forms begin with. */
const others: readonly (readonly [head: RegExp, what: string])[] = [
  [
    /^\xD0\xCF\x11\xE0/,
    'an old workbook (.xls), or one with a password. Save it as "Excel Workbook (.xlsx)", without a password',
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
