import type { SheetRow } from '../file/sheet-row.js';
import type { Encoding } from '../file/text-encoding.js';

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
