/** A value that a workbook has with its type. */
export interface TypedCell {
  readonly type: 'number' | 'day' | 'flag' | 'text' | 'error';
  /** A number as JavaScript writes it, a day as `YYYY-MM-DD`, a flag as `true` or `false`. */
  readonly text: string;
  /** Whether it is what was saved with a formula. */
  readonly formula?: true;
}

/** What stands in a cell: a text as it was typed, or a value with its type. Empty is the empty text. */
export type Cell = string | TypedCell;

/** A row of a file, whatever form the file has. */
export interface SheetRow {
  /** As a spreadsheet shows it: the first is 1, empty and hidden ones count, and one of several lines is one. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Whether a spreadsheet hides it. */
  readonly hidden?: boolean;
  /** Why it cannot be read; then it has no cells. */
  readonly fault?: string;
}

/** The text of a cell, trimmed and in Unicode NFC. */
export function textOf(cell: Cell | undefined): string {
  if (cell === undefined || cell === '') return '';
  return typeof cell === 'string' ? cell.normalize('NFC').trim() : cell.text;
}

/** Whether nothing stands in a row. */
export function isEmpty({ cells, fault }: SheetRow): boolean {
  return fault === undefined && cells.every((cell) => textOf(cell) === '');
}

/** What a spreadsheet calls the column at a place, the first being 0: `A`, `Z`, `AA`. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}
