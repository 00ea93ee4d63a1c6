import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Tally } from './import-kind.js';

/** What is noted of a file that is in. */
export interface ImportRun {
  readonly kind: string;
  /** The file's name. */
  readonly file: string;
  readonly demonstration: boolean;
  readonly sha256: string;
  /** How many rows were read, taken, and refused. */
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** The last day of which the file is complete, where that was said. */
  readonly completeThrough?: string | undefined;
  /** How many rows were refused since they had no valid citizen's number; none unless said. */
  readonly withoutNumber?: number;
  readonly begunAt?: Date;
  readonly endedAt?: Date;
  /** What became of the rows that were taken, where that is known. */
  readonly tally?: Tally;
}

/**
 * Notes that a file is in, in the transaction that took it.
 * @returns the run's id.
 */
export async function noteRun(em: SqlEntityManager, run: ImportRun): Promise<number> {
  const { kind, file, demonstration, sha256, read, written, rejected, completeThrough, withoutNumber = 0 } = run;
  const { begunAt = null, endedAt = null, tally } = run;
  const [row] = await em.execute<[{ id: number }]>(
    `insert into import_run (kind, file, demonstration, sha256, read, written, rejected, complete_through, without_number,
       begun_at, ended_at, added, changed, unchanged)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      ...[kind, file, demonstration, sha256, read, written, rejected, completeThrough ?? null, withoutNumber],
      ...[begunAt, endedAt, tally?.added ?? null, tally?.changed ?? null, tally?.unchanged ?? null],
    ],
  );
  return row.id;
}
