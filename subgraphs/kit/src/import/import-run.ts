import type { SqlEntityManager } from '@mikro-orm/sql';
import type { KeptImages } from '../ledger/images.js';
import type { Tally } from '../file/import-kind.js';
import { type ImportedBy, operator } from './import-event.js';

/** The note of an imported file. */
export interface ImportRun {
  /** Its number, if it has one already; see `nextRun`. */
  readonly id?: number;
  readonly kind: string;
  /** The file's name. */
  readonly file: string;
  readonly demonstration: boolean;
  readonly sha256: string;
  /** How many rows were read, accepted, and refused. */
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** The last day for which the file is complete, if it states one. */
  readonly completeThrough?: string | undefined;
  /** How many rows were refused because they had no valid citizen's number; default: 0. */
  readonly withoutNumber?: number;
  readonly begunAt?: Date;
  readonly endedAt?: Date;
  /** How the accepted rows changed the table, where that is known. */
  readonly tally?: Tally;
  /** How many rows that the file lacks were removed, and the former values of rows that are kept. */
  readonly removed?: number;
  readonly images?: KeptImages | undefined;
  /** The caller that imported it, the mapping, and whether the file replaced the existing rows. */
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
 * Notes an imported file, in the import's transaction.
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
 * Whether the newest imported file of a kind is this one, of the same day, and was imported within the last day.
 * Without this check, a source that is read every few minutes leaves a receipt each time.
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
