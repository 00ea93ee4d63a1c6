import type { RejectedRows } from '@hub/kit/service';
import { stringify } from 'csv-stringify/sync';

interface List {
  readonly rows: RejectedRows;
  readonly keyOf: (row: number) => string | undefined;
}

/**
 * The rows of each view that were refused last, with the reasons: without their values, but with their keys in the
 * organisation's database. They are in memory only, and each reading replaces them.
 */
export class RejectedLists {
  readonly #lists = new Map<string, List>();

  keep(part: string, rows: RejectedRows, keyOf: List['keyOf']): void {
    if (rows.size === 0) this.#lists.delete(part);
    else this.#lists.set(part, { rows, keyOf });
  }

  /** The parts with refused rows. */
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
