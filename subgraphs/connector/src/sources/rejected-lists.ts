import type { RejectedRows } from '@hub/kit/service';
import { stringify } from 'csv-stringify/sync';

interface List {
  readonly rows: RejectedRows;
  readonly keyOf: (row: number) => string | undefined;
}

/**
 * Which rows of each view were last refused, and why: no value of theirs, but by what they are known in the
 * organisation's database. They are in memory alone, and come anew with each reading.
 */
export class RejectedLists {
  readonly #lists = new Map<string, List>();

  keep(part: string, rows: RejectedRows, keyOf: List['keyOf']): void {
    if (rows.size === 0) this.#lists.delete(part);
    else this.#lists.set(part, { rows, keyOf });
  }

  /** The parts of which rows were refused. */
  get names(): ReadonlySet<string> {
    return new Set(this.#lists.keys());
  }

  /** A part's list as CSV; undefined where no row was refused. */
  csv(part: string): string | undefined {
    const list = this.#lists.get(part);
    if (!list) return undefined;
    const lines = [...list.rows.entries()].map(([row, reason]) => [String(row), list.keyOf(row) ?? '', reason]);
    return `\uFEFF${stringify([['row', 'key', 'reason'], ...lines], { record_delimiter: '\r\n', escape_formulas: true })}`;
  }
}
