import type { SqlEntityManager } from '@mikro-orm/sql';
import type { KeptImages } from '../ledger/images.js';
import type { Tally } from '../file/import-kind.js';
import { type ImportedBy, operator } from './import-event.js';

/** What is noted of a file that is in. */
export interface ImportRun {
  /** Its number, where it was given one; see `nextRun`. */
  readonly id?: number;
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
  /** How many rows were taken out that are not in it, and which are kept as they were before. */
  readonly removed?: number;
  readonly images?: KeptImages | undefined;
  /** Who brought it, with which mapping, and whether it was to replace what was there. */
  readonly by?: ImportedBy | undefined;
  readonly mapping?: string | undefined;
  readonly replaced?: boolean;
}

/** Gives an import its number. */
export async function nextRun(em: SqlEntityManager): Promise<number> {
  const [row] = await em.execute<[{ id: number }]>(`select nextval('import_run_id_seq')::int as id`);
  return row.id;
}

/**
 * Notes that a file is in, in the transaction that took it.
 * @returns the run's id.
 */
export async function noteRun(em: SqlEntityManager, run: ImportRun): Promise<number> {
  const { kind, file, demonstration, sha256, read, written, rejected, completeThrough, withoutNumber = 0 } = run;
  const { begunAt = null, endedAt = null, tally, removed = 0, images } = run;
  const { by = operator, mapping = null, replaced = false, id = await nextRun(em) } = run;
  await em.execute(
    `insert into import_run (id, kind, file, demonstration, sha256, read, written, rejected, complete_through, without_number,
       begun_at, ended_at, added, changed, unchanged, removed, images, by_subject, by_client, mapping, replaced)
     overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)`,
    [
      ...[id, kind, file, demonstration, sha256, read, written, rejected, completeThrough ?? null, withoutNumber],
      ...[begunAt, endedAt, tally?.added ?? null, tally?.changed ?? null, tally?.unchanged ?? null, removed],
      ...[images ? JSON.stringify(images) : null, by.subject, by.client, mapping, replaced],
    ],
  );
  return id;
}

/**
 * Whether the newest file of a kind that is in is this one, of the same day, and came in within a day: a source that is
 * read every few minutes would else leave a receipt each time.
 */
export async function isNoted(
  em: SqlEntityManager,
  { kind, file, sha256, completeThrough }: Pick<ImportRun, 'kind' | 'file' | 'sha256' | 'completeThrough'>,
): Promise<boolean> {
  const [row] = await em.execute<{ isNoted: boolean }[]>(
    `select file = ? and sha256 = ? and rejected = 0 and complete_through is not distinct from ?::date
       and finished_at > now() - interval '1 day' as "isNoted"
     from import_in_force where kind = ? order by id desc limit 1`,
    [file, sha256, completeThrough ?? null, kind],
  );
  return row?.isNoted ?? false;
}
