import type { Correction } from '../file/import-kind.js';
import type { ImportEvent } from '../import/import-event.js';
import type { Layout } from '../mapping/layout.js';
import { spotOf } from '../mapping/mapped-rows.js';
import type { RejectedRows } from './rejected-rows.js';
import type { DeskLine, RowFault } from './shapes.js';

/** How many faults and corrections an answer contains. */
const shown = 100;

/** Collects an import's events into the desk's lines and its answer. */
export class AnswerSoFar {
  readonly #faults: RowFault[] = [];
  readonly #corrections: Correction[] = [];
  #ignored: readonly string[] = [];

  constructor(
    private readonly layout: Layout,
    private readonly rejected: RejectedRows,
  ) {}

  /** The line for an event; undefined for an event that only the answer needs. */
  lineOf(event: ImportEvent, read: { readonly bytes: number; readonly ofBytes: number }): DeskLine | undefined {
    switch (event.type) {
      case 'progress':
        return {
          ...read,
          type: 'progress',
          stage: event.written === undefined ? 'reading' : 'writing',
          rows: event.written ?? event.read,
        };
      case 'ignored':
        this.#ignored = event.columns;
        return undefined;
      case 'corrected': {
        const { type: _type, ...correction } = event;
        if (this.#corrections.length < shown) this.#corrections.push(correction);
        return undefined;
      }
      case 'rejected': {
        const { row, column, reason } = event;
        this.rejected.add({ row, column, reason });
        const fault: RowFault = { row, column, at: spotOf(this.layout, row, column), reason };
        if (this.#faults.length >= shown) return undefined;
        this.#faults.push(fault);
        return { type: 'rejected', ...fault };
      }
      case 'done': {
        const { type: _type, mode: _mode, ...outcome } = event;
        return {
          ...{ type: 'done', ...outcome },
          ...{ faults: this.#faults, corrections: this.#corrections, ignoredColumns: this.#ignored },
        };
      }
    }
  }
}
