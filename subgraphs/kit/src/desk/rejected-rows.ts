import { stringify } from 'csv-stringify/sync';
import type { Rejection } from '../file/check-row.js';
import { type Cell, isEmpty, textOf } from '../file/sheet-row.js';
import { encoded } from '../file/text-encoding.js';
import { type Layout, reasonsHeader } from '../mapping/layout.js';
import type { Dialect, Table } from '../mapping/table.js';
import { writeWorkbook, type WrittenRow } from '../xlsx/write-workbook.js';

/** The most rows whose refusal is stored with its reason. */
export const mostRejectedRows = 100_000;

/** The rows of a file that its last check or import refused, with the reasons, up to a limit. */
export class RejectedRows {
  readonly #reasons = new Map<number, string>();

  add({ row, column, reason }: Rejection): void {
    const told = column === '' ? reason : `${column}: ${reason}`;
    const known = this.#reasons.get(row);
    if (known !== undefined) this.#reasons.set(row, `${known}; ${told}`);
    else if (this.#reasons.size < mostRejectedRows) this.#reasons.set(row, told);
  }

  get size(): number {
    return this.#reasons.size;
  }

  /** Each refused row with its reason, in the order of the events. */
  entries(): IterableIterator<[row: number, reason: string]> {
    return this.#reasons.entries();
  }

  /** The reason for refusing a row; undefined where it was accepted. */
  of(row: number): string | undefined {
    return this.#reasons.get(row);
  }
}

/**
 * A file's refused rows in the same form: the rows above them unchanged, the same columns, and a column with the
 * reason. For a kind that is taken whole, it contains all rows, because the others alone would be refused.
 */
export function rejectedFile(table: Table, layout: Layout, rejected: RejectedRows): AsyncGenerator<Uint8Array> {
  const isWhole = 'writeAll' in layout.kind;
  const rows = rowsOf(table, layout, { rejected, isWhole });
  return table.dialect ? csvFile(rows, table.dialect) : writeWorkbook(layout.sheet ?? 'Sheet1', rows);
}

async function* rowsOf(
  table: Table,
  { sheet, header }: Layout,
  { rejected, isWhole }: { readonly rejected: RejectedRows; readonly isWhole: boolean },
): AsyncGenerator<WrittenRow> {
  const reasons = header.names.findIndex((name) => name === reasonsHeader);
  const place = reasons < 0 ? header.names.length : reasons;
  const withReason = (cells: readonly Cell[], reason: string): Cell[] => {
    const written = Array.from({ length: Math.max(cells.length, place) }, (_, index) => cells[index] ?? '');
    written[place] = reason;
    return written;
  };
  let at = header.row;
  for await (const row of table.rows(sheet)) {
    if (row.row < header.row) yield row;
    else if (row.row === header.row) yield { row: at, cells: withReason(row.cells, reasonsHeader) };
    else {
      const reason = rejected.of(row.row);
      // A row that could not be read has no cells to correct.
      if (row.fault !== undefined || isEmpty(row) || (reason === undefined && !isWhole)) continue;
      at += 1;
      yield { row: at, cells: withReason(row.cells, reason ?? '') };
    }
  }
}

const byteOrderMark = '\uFEFF';

async function* csvFile(rows: AsyncIterable<WrittenRow>, dialect: Dialect): AsyncGenerator<Uint8Array> {
  const { encoding, isMarked, separator, skipped } = dialect;
  const start = `${isMarked ? byteOrderMark : ''}${skipped > 0 ? `sep=${separator}\r\n` : ''}`;
  yield encoded(start, encoding);
  for await (const { cells } of rows) {
    const text = stringify([cells.map(textOf)], { delimiter: separator, record_delimiter: '\r\n' });
    yield encoded(text, encoding);
  }
}
