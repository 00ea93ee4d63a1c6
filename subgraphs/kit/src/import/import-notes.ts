import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Rejection } from './check-row.js';
import type { Tally } from './import-kind.js';
import { noteRun } from './import-run.js';

/** How many rejected rows of a file are kept. */
export const keptRejections = 100;

/** The longest message that is kept of one, in characters. */
const longestMessage = 300;

/** How a file ended that is not in: it has faults, or the import failed or was given up. */
export type RefusedState = 'REFUSED' | 'FAILED';

/** What is noted of a file beside what happens to its rows. */
interface NotedFile {
  readonly kind: string;
  readonly file: string;
  readonly demonstration: boolean;
}

/** What is noted of a file that is in. */
interface TakenFile {
  readonly sha256: string;
  readonly completeThrough: string | undefined;
  readonly withoutNumber: number;
}

/** What happens to one file, for the organisation's own staff to read afterwards. */
export class ImportNotes {
  read = 0;
  rejected = 0;
  /** What became of the rows that were written. */
  readonly tally: Tally = { added: 0, changed: 0, unchanged: 0 };
  readonly #begunAt = new Date();
  readonly #rejections: (Omit<Rejection, 'row'> & { readonly row: number | null })[] = [];

  constructor(private readonly file: NotedFile) {}

  get written(): number {
    return this.read - this.rejected;
  }

  /** Notes a row that was not taken. */
  reject(rejection: Rejection): void {
    this.rejected += 1;
    this.#keep(rejection);
  }

  /** Notes why the file as a whole was not taken. */
  refuse(reason: string): void {
    this.#keep({ row: null, column: '', reason });
  }

  /** Writes down that the file is in, in the transaction that took it. */
  async taken(em: SqlEntityManager, file: TakenFile): Promise<void> {
    const { read, written, rejected, tally } = this;
    // A kind that writes its rows itself does not tell what was there before.
    const isTold = tally.added + tally.changed + tally.unchanged === written;
    const id = await noteRun(em, {
      ...{ ...this.file, ...file, read, written, rejected },
      ...{ begunAt: this.#begunAt, endedAt: new Date(), ...(isTold && { tally }) },
    });
    await this.#writeRejections(em, id);
  }

  /** Writes down that nothing of the file is in. */
  async refused(em: SqlEntityManager, state: RefusedState): Promise<void> {
    const { kind, file, demonstration } = this.file;
    await em.transactional(async (whole) => {
      const [row] = await whole.execute<[{ id: number }]>(
        `insert into refused_import (kind, file, demonstration, state, read, rejected, begun_at, ended_at)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning id`,
        [kind, file, demonstration, state, this.read, this.rejected, this.#begunAt, new Date()],
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
      ...{ run, position, line: row, column_name: column, message: wordsOf(reason) },
    }));
    await em.execute(
      `insert into import_rejection select * from json_populate_recordset(null::import_rejection, ?::json)`,
      [JSON.stringify(rows)],
    );
  }
}

/**
 * The words of a reason without the values of the row, which stand behind "got", in quotes, or as numbers in brackets:
 * what is kept must not tell of a person.
 */
export function wordsOf(reason: string): string {
  return reason
    .replace(/[,;:]? got .*$/s, '')
    .replaceAll(/"[^"]*"/g, '…')
    .replaceAll(/ \([^)]*\d[^)]*\)/g, '')
    .slice(0, longestMessage);
}
