import type { SheetRow } from '../file/sheet-row.js';
import type { Encoding } from '../file/text-encoding.js';

/** A row of a table; for the last one, whether the file ends in it. */
export type TableRow = SheetRow & { readonly unended?: boolean };

/** How a CSV file is written. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly isMarked: boolean;
  readonly separator: string;
  /** How many first lines only declare the separator. */
  readonly skipped: number;
}

/** A source of rows of any form; the rows can be read repeatedly. */
export interface Table {
  /** `rows` where the rows come from no file. */
  readonly form: 'xlsx' | 'csv' | 'rows';
  /** Present for a CSV file. */
  readonly dialect?: Dialect;
  /** Filled for a workbook. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  /** @param sheet of a workbook. */
  readonly rows: (sheet: string | undefined) => AsyncGenerator<TableRow>;
  /** How many of the file's bytes the latest reading has passed. */
  readonly bytesRead: () => number;
  readonly close: () => void;
}
