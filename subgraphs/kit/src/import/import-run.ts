import type { SqlEntityManager } from '@mikro-orm/sql';

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
}

/** Notes that a file is in, in the transaction that took it. */
export async function noteRun(em: SqlEntityManager, run: ImportRun): Promise<void> {
  const { kind, file, demonstration, sha256, read, written, rejected, completeThrough, withoutNumber = 0 } = run;
  await em.execute(
    `insert into import_run (kind, file, demonstration, sha256, read, written, rejected, complete_through, without_number)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [kind, file, demonstration, sha256, read, written, rejected, completeThrough ?? null, withoutNumber],
  );
}
