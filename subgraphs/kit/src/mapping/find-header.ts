import { isEmpty, lettersOf, type SheetRow, textOf } from '../file/sheet-row.js';
import { type ColumnNames, guessColumns, type GuessedColumns } from './guess-columns.js';

/** How many rows are searched for a header. */
export const headRows = 60;

/** The most rows of a header. */
const deepest = 3;

/** The row, or the rows, that name a file's columns. */
export interface Header {
  /** The header's last row, as a spreadsheet shows it. */
  readonly row: number;
  /** The name of each column; empty where it has none. */
  readonly names: readonly string[];
  readonly guessed: GuessedColumns;
}

/** What is already known of a header. */
export interface KnownHeader {
  /** Its last row. */
  readonly row?: number | undefined;
  /** Whether an earlier file had this header. */
  readonly isKnown?: (names: readonly string[]) => boolean;
}

/**
 * Finds the header among a sheet's first rows: one of an earlier file, or the rows whose texts name most of the
 * columns.
 */
export function findHeader(
  head: readonly SheetRow[],
  columns: readonly string[],
  names: ColumnNames,
  { row: told, isKnown = () => false }: KnownHeader = {},
): Header | undefined {
  const rows = head.filter((row) => !isEmpty(row) && row.fault === undefined);
  let best: Header | undefined;
  for (const [last, { row }] of rows.entries()) {
    if (told !== undefined && row !== told) continue;
    for (let depth = 1; depth <= Math.min(deepest, last + 1); depth += 1) {
      for (const joined of depth === 1 ? [false] : [false, true]) {
        const headers = headersOf(rows.slice(last + 1 - depth, last + 1), joined);
        const guessed = guessColumns(headers, columns, names);
        if (isKnown(headers)) return { row, names: headers, guessed };
        if (guessed.score > (best?.guessed.score ?? (told === undefined ? 0 : -1)))
          best = { row, names: headers, guessed };
      }
    }
  }
  return best;
}

/**
 * The names of the columns from the rows of a header: the lowest text of each column, or the text above where cells are
 * merged; joined with the texts above it.
 */
export function headersOf(rows: readonly SheetRow[], joined: boolean): string[] {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const texts = rows.map(({ cells }) => Array.from({ length: width }, (_, index) => oneLine(textOf(cells[index]))));
  const found = Array.from({ length: width }, (_, index) => {
    const own = texts.map((row) => row[index] ?? '');
    const lowest = own.findLastIndex((text) => text !== '');
    if (lowest < 0) return '';
    if (!joined) return own[lowest] ?? '';
    // A merged cell has its text in its first column.
    const above = texts.slice(0, lowest).map((row) => row.slice(0, index + 1).findLast((text) => text !== '') ?? '');
    return [...above, own[lowest]].filter((text) => text !== '').join(' ');
  });
  // Of two columns with the same name, the second gets its letters.
  return found.map((name, index) =>
    found.indexOf(name) < index && name !== '' ? `${name} [${lettersOf(index)}]` : name,
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Whether a row numbers the columns, like forms do under their headers: (1), (2), (3). */
export function isNumbering({ cells }: SheetRow): boolean {
  const texts = cells.map(textOf).filter((text) => text !== '');
  const figures = texts.map((text) => Number(/^[([]?(\d{1,2})[)\]]?$/.exec(text)?.[1]));
  return (
    texts.length > 1 &&
    figures.every((figure, index) => index === 0 || figure === (figures[index - 1] ?? 0) + 1) &&
    (figures[0] ?? 9) <= 1
  );
}
