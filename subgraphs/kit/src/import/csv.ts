import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';

/** A record of a CSV file, its values by column, trimmed and in Unicode NFC. */
export interface CsvRecord {
  readonly type: 'record';
  /** The line on which the record ends; the header is line 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export type CsvItem =
  | CsvRecord
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  | {
      readonly type: 'broken';
      readonly rejection: { readonly row: number; readonly column: string; readonly reason: string };
    };

/** Where a record ends, as csv-parse counts. */
interface Position {
  readonly lines: number;
  readonly empty_lines: number;
}

type CsvFault = CsvError & Position;

const maximumRecordSize = 1_000_000;

/** The file as a whole cannot be read; the message says what was expected, what came and where. */
export class FileError extends Error {}

/**
 * Reads a CSV file (RFC 4180, UTF-8, header line) as a stream.
 * @throws FileError on another encoding, a missing column, or a record that does not end.
 */
export async function* readCsv(
  content: AsyncIterable<Uint8Array>,
  expected: readonly string[],
): AsyncGenerator<CsvItem> {
  const broken: CsvItem[] = [];
  let lastBroken = 0;
  let end: Position = { lines: 1, empty_lines: 0 };
  const header: string[] = [];
  let ignored: string[] = [];
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    record_delimiter: '\n',
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRecordSize,
    columns: (names: string[]) => {
      header.push(...names);
      ignored = unexpectedColumns(names, expected);
      return names;
    },
    on_record: (record: unknown, { lines, empty_lines }) => {
      end = { lines, empty_lines };
      return record;
    },
    on_skip: (error) => {
      if (!error) return;
      const rejection = describeBroken(error as CsvFault, end);
      end = error as CsvFault;
      // A record is skipped once for each fault in it.
      if (rejection.row !== lastBroken) broken.push({ type: 'broken', rejection });
      lastBroken = rejection.row;
    },
  });
  // A fault in any stage reaches the reader of the last one.
  pipeline(Readable.from(decoded(content)), parser, () => undefined);
  let first = true;
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    if (first && ignored.length > 0) yield { type: 'ignored', columns: ignored };
    first = false;
    yield* broken.splice(0);
    yield { type: 'record', line: info.lines, values: normalised(record) };
  }
  yield* broken.splice(0);
  if (header.length === 0)
    throw new FileError(`Line 1: expected the columns ${expected.join(', ')}; the file is empty.`);
}

function unexpectedColumns(header: readonly string[], expected: readonly string[]): string[] {
  const missing = expected.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new FileError(
      `Line 1: expected the columns ${expected.join(', ')}, with commas between them; missing ${missing.join(', ')}; ${describeHeader(header)}.`,
    );
  }
  const twice = expected.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice.length > 0) throw new FileError(`Line 1: expected each column once; got ${twice.join(', ')} twice.`);
  return header.filter((name) => !expected.includes(name));
}

/** A first line that is no header may be about a person, and is not repeated. */
function describeHeader(header: readonly string[]): string {
  const [first = ''] = header;
  if (header.length === 1 && /[;\t]/.test(first))
    return `got ${first.includes(';') ? 'semicolons' : 'tabs'} between them`;
  if (header.every((name) => /^[a-z][a-z_]{0,39}$/i.test(name))) return `got ${header.join(', ')}`;
  return 'got a line that does not name columns (not repeated here: it may identify a person)';
}

/** @param end where the record before it ends. */
function describeBroken({ code, lines, empty_lines }: CsvFault, end: Position) {
  const begin = end.lines + 1 + empty_lines - end.empty_lines;
  switch (code) {
    case 'CSV_MAX_RECORD_SIZE':
      throw new FileError(
        `Line ${begin}: expected a record of at most ${maximumRecordSize} bytes; probably a quote in it is not closed.`,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return { row: begin, column: '', reason: 'expected a closing quote in the record that begins here, got none' };
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return {
        row: lines,
        column: '',
        reason: 'expected as many values as the header has columns; the line is cut off or has a stray comma',
      };
    default: {
      const reason = `expected a CSV record (RFC 4180), got one that breaks the format (${code})`;
      return { row: lines, column: '', reason };
    }
  }
}

function normalised(record: Record<string, string>): Record<string, string> {
  for (const name in record) record[name] = record[name]?.normalize('NFC').trim() ?? '';
  return record;
}

/** A file's text, each line of which ends in a line feed: one that was put together from several has ends of all kinds. */
async function* decoded(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let held = '';
  const notUtf8 = () =>
    new FileError(
      `Expected UTF-8 without NUL characters, but got other bytes, in or after line ${line}. Export the file again as "CSV UTF-8".`,
    );
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw notUtf8();
    }
  };
  for await (const chunk of content) {
    const text = held + decode(chunk);
    if (text.includes('\0')) throw notUtf8();
    // The line feed that belongs to it may be in the next chunk.
    held = text.endsWith('\r') ? '\r' : '';
    const lines = withLineFeeds(text.slice(0, text.length - held.length));
    line += lines.split('\n').length - 1;
    yield lines;
  }
  yield withLineFeeds(held + decode());
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}
