import { keptText, shownText } from './row-values.js';

/** A place in a file, as a spreadsheet shows it. */
export interface Spot {
  /** Present for a workbook only. */
  readonly sheet?: string;
  /** The row's number, from 1: empty and hidden rows count, and a row of several lines counts as one. */
  readonly row?: number;
  /** The column's letters and its header: `C (Ngày sinh)`. */
  readonly column?: string;
}

/** Thrown when the file as a whole cannot be read; the message says what was expected, what came and where. */
export class FileError extends Error {
  /** The message without values of rows, for storing; see `rowValue`. */
  readonly kept: string;

  constructor(
    message: string,
    readonly at?: Spot,
    /** Stable, for programs. */
    readonly code: 'UNREADABLE_FILE' | 'OTHER_KIND' = 'UNREADABLE_FILE',
  ) {
    super(shownText(message));
    this.kept = keptText(message);
  }
}
