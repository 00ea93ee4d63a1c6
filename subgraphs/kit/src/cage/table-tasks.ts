import { csvRows, type CsvRow } from '../file/csv-rows.js';
import { decoded } from '../file/text-encoding.js';
import type { Table, TableRow } from '../mapping/table.js';
import { type Batch, nextBatch, type PassedFault, passedFault } from './batches.js';
import { type FileInCage, readTable } from './read-table.js';

/** A task for a file's cage. */
export type TableTask =
  | { readonly open: FileInCage }
  /** Begins to read the rows of a sheet. */
  | { readonly begin: string | undefined }
  | { readonly next: true }
  /** The next piece of a CSV file in the hub's own form; an empty piece ends it. */
  | { readonly piece: Uint8Array; readonly longest: number | undefined };

/** The facts about an opened file. */
export type Opened = Pick<Table, 'form' | 'dialect' | 'sheets'> | { readonly fault: PassedFault };

/** Makes the function that runs the tasks of one file. */
export function tableTasks(): (task: TableTask) => Promise<Opened | Batch | undefined> {
  let table: Table | undefined;
  let rows: AsyncGenerator<TableRow> | undefined;
  let fed: FedRows | undefined;
  return async (task) => {
    if ('open' in task) {
      try {
        table = await readTable(task.open);
      } catch (error) {
        return { fault: passedFault(error) };
      }
      const { form, dialect, sheets } = table;
      return { form, ...(dialect && { dialect }), sheets };
    }
    if ('piece' in task) return (fed ??= new FedRows(task.longest)).take(task.piece);
    if (!table) throw new Error('Expected an open file.');
    if ('begin' in task) {
      await rows?.return(undefined);
      rows = table.rows(task.begin);
      return undefined;
    }
    if (!rows) throw new Error('Expected rows that are being read.');
    return nextBatch(rows, table.bytesRead);
  };
}

/** The rows of a CSV file that comes in pieces. */
class FedRows {
  readonly #ready: CsvRow[] = [];
  readonly #ended: Promise<PassedFault | undefined>;
  #bytes = 0;
  #piece = Promise.withResolvers<Uint8Array>();
  #wanted = Promise.withResolvers<undefined>();

  constructor(longest: number | undefined) {
    this.#ended = this.#read(longest).then(() => undefined, passedFault);
  }

  /** Reads a piece. @returns the rows that are complete; some may follow with the next piece. */
  async take(piece: Uint8Array): Promise<Batch<CsvRow>> {
    this.#bytes += piece.length;
    const wanted = (this.#wanted = Promise.withResolvers<undefined>());
    this.#piece.resolve(piece);
    const isEnd = piece.length === 0;
    const fault = await (isEnd ? this.#ended : Promise.race([wanted.promise, this.#ended]));
    const isLast = isEnd || fault !== undefined;
    return { rows: this.#ready.splice(0), bytesRead: this.#bytes, isLast, ...(fault && { fault }) };
  }

  async #read(longest: number | undefined): Promise<void> {
    for await (const row of csvRows(decoded(this.#pieces(), 'utf-8'), ',', longest)) this.#ready.push(row);
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = await this.#piece.promise;
      if (piece.length === 0) return;
      this.#piece = Promise.withResolvers<Uint8Array>();
      yield piece;
      this.#wanted.resolve(undefined);
    }
  }
}
