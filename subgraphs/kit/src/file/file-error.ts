import { keptText, shownText } from './row-values.js';

/** Where something stands in a file, as a spreadsheet shows it. */
export interface Spot {
  /** Of a workbook alone. */
  readonly sheet?: string;
  /** The row's number, its first being 1: with rows that are empty or hidden counted, and a row of several lines as one. */
  readonly row?: number;
  /** The column's letters and its header: `C (Ngày sinh)`. */
  readonly column?: string;
}

/** The file as a whole cannot be read; the message says what was expected, what came and where. */
export class FileError extends Error {
  /** The message without values of rows, for what is kept; see `rowValue`. */
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
