/** A value that a workbook has with its type. */
export interface TypedCell {
  readonly type: 'number' | 'day' | 'flag' | 'text' | 'error';
  /** A number as JavaScript writes it, a day as `YYYY-MM-DD`, a flag as `true` or `false`. */
  readonly text: string;
  /** Whether the value was saved with a formula. */
  readonly formula?: true;
}

/** The content of a cell: a typed text, or a value with its type. An empty cell is the empty text. */
export type Cell = string | TypedCell;

/** A row of a file, whatever form the file has. */
export interface SheetRow {
  /** The number in a spreadsheet, from 1: empty and hidden rows count, and a row of several lines counts as one. */
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

/** Whether all cells of a row are empty. */
export function isEmpty({ cells, fault }: SheetRow): boolean {
  return fault === undefined && cells.every((cell) => textOf(cell) === '');
}

/** A spreadsheet's name for the column at an index, from 0: `A`, `Z`, `AA`. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}
