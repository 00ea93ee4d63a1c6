import type { SqlEntityManager } from '@mikro-orm/sql';
import type { KeptImages } from '../ledger/images.js';
import type { Rejection } from '../file/check-row.js';
import { keptText } from '../file/row-values.js';
import type { Tally } from '../file/import-kind.js';
import { type ImportedBy, operator } from './import-event.js';
import { noteRun } from './import-run.js';

/** How many faults of a file's rows are kept. */
export const keptRejections = 100;

/** The longest message that is kept of a fault, in characters. */
const longestMessage = 300;

/** How a file that was not imported ended: refused for faults, or failed or cancelled. */
export type RefusedState = 'REFUSED' | 'FAILED';

/** What is noted of a file, except the changes of its rows. */
interface NotedFile {
  readonly kind: string;
  readonly file: string;
  readonly demonstration: boolean;
  readonly by?: ImportedBy | undefined;
  readonly mapping?: string | undefined;
  readonly replace?: object | undefined;
}

/** The note of a file that was imported. */
interface TakenFile {
  /** Its number; see `nextRun`. */
  readonly run: number;
  readonly sha256: string;
  readonly completeThrough: string | undefined;
  readonly withoutNumber: number;
  /** How many rows that the file lacks were removed. */
  readonly removed: number;
  /** The former values of rows that are kept; undefined where none are. */
  readonly images: KeptImages | undefined;
}

/** The record of one file's import, which the organisation's staff can read later. */
export class ImportNotes {
  read = 0;
  rejected = 0;
  /** How the written rows changed the table. */
  readonly tally: Tally = { added: 0, changed: 0, unchanged: 0 };
  readonly begunAt = new Date();
  readonly #rejections: (Omit<Rejection, 'row'> & { readonly row: number | null })[] = [];

  private readonly file: NotedFile;

  constructor({ kind, ...file }: Omit<NotedFile, 'kind'> & { readonly kind: { readonly kind: string } }) {
    const { file: name, demonstration, by, mapping, replace } = file;
    this.file = { kind: kind.kind, file: name, demonstration, by, mapping, replace };
  }

  get kind(): string {
    return this.file.kind;
  }

  get written(): number {
    return this.read - this.rejected;
  }

  /** Keeps the fault of a row, while there is room. */
  keep(fault: Rejection): void {
    this.#keep(fault);
  }

  /** Notes why the file as a whole was refused. */
  refuse(reason: string): void {
    this.#keep({ row: null, column: '', reason });
  }

  /** Writes the receipt of an imported file, in the import's transaction. */
  async taken(em: SqlEntityManager, { run, ...file }: TakenFile): Promise<void> {
    const { read, written, rejected, tally, begunAt } = this;
    const { by, mapping, replace, ...named } = this.file;
    await noteRun(em, {
      ...{ ...named, ...file, id: run, read, written, rejected, begunAt, endedAt: new Date(), tally },
      ...{ by, mapping, replaced: replace !== undefined },
    });
    await this.#writeRejections(em, run);
  }

  /** Writes the receipt of a file of which no row was imported. */
  async refused(em: SqlEntityManager, state: RefusedState): Promise<void> {
    const { kind, file, demonstration, by = operator, mapping = null, replace } = this.file;
    await em.transactional(async (whole) => {
      const [row] = await whole.execute<[{ id: number }]>(
        `insert into refused_import (kind, file, demonstration, state, read, rejected, begun_at, ended_at,
           by_subject, by_client, mapping, replaced)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
        [
          ...[kind, file, demonstration, state, this.read, this.rejected, this.begunAt, new Date()],
          ...[by.subject, by.client, mapping, replace !== undefined],
        ],
      );
      await this.#writeRejections(whole, row.id);
    });
  }

  #keep(rejection: Omit<Rejection, 'row'> & { readonly row: number | null }): void {
    if (this.#rejections.length < keptRejections) this.#rejections.push(rejection);
  }

  async #writeRejections(em: SqlEntityManager, run: number): Promise<void> {
    if (this.#rejections.length === 0) return;
    const rows = this.#rejections.map(({ row, column, reason }, position) => ({
      ...{ run, position, line: row, column_name: column, message: keptText(reason).slice(0, longestMessage) },
    }));
    await em.execute(
      `insert into import_rejection select * from json_populate_recordset(null::import_rejection, ?::json)`,
      [JSON.stringify(rows)],
    );
  }
}
