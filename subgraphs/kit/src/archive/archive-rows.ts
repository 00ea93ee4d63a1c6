import { createHash } from 'node:crypto';
import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { pagesOf } from '../database/pages-of.js';
import { type ArchiveSet } from './archive-set.js';

/** An archive's description of the rows of one set. */
export interface ArchivedSet {
  readonly set: string;
  readonly rows: number;
  /** SHA-256 over the rows' texts, each with the end of its line, in base64url. */
  readonly digest: string;
}

/** How many rows are read at a time: some rows, such as receipts, are large. */
const pageSize = 100;

/** The texts of a set's archivable rows, in their order; in a transaction. */
async function* textsOf(em: SqlEntityManager, { name }: ArchiveSet, before: string): AsyncGenerator<string> {
  const rows = pagesOf<{ row: string }>(
    em,
    `select row_to_json(r)::text as row from archivable_${name}(?::timestamptz) r`,
    [before],
    pageSize,
  );
  for await (const page of rows) for (const { row } of page) yield row;
}

/** Reads a set's archivable rows as lines of JSON, and a last line that describes them. */
export async function* archiveLines(em: SqlEntityManager, set: ArchiveSet, before: string): AsyncGenerator<string> {
  const one = em.fork();
  await one.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    const hash = createHash('sha256');
    let rows = 0;
    for await (const text of textsOf(one, set, before)) {
      hash.update(`${text}\n`);
      rows += 1;
      yield `${text}\n`;
    }
    const said: ArchivedSet = { set: set.name, rows, digest: hash.digest('base64url') };
    yield `${JSON.stringify(said)}\n`;
  } finally {
    await one.rollback();
  }
}

/** The number of a set's archivable rows, and their size. */
export async function archivableOf(em: SqlEntityManager, { name }: ArchiveSet, before: string) {
  const [row] = await em.fork().execute<[{ rows: number; bytes: number }]>(
    `select count(*)::int as rows, coalesce(sum(pg_column_size(r.*)), 0)::float8 as bytes
       from archivable_${name}(?::timestamptz) r`,
    [before],
  );
  return row;
}

/**
 * Removes a set's archived rows: the archivable rows, if they match the archive's description.
 * @returns whether they were removed; otherwise, every row stays.
 */
export function removeArchived(
  em: SqlEntityManager,
  set: ArchiveSet,
  before: string,
  archived: Pick<ArchivedSet, 'rows' | 'digest'>,
): Promise<boolean> {
  return em.fork().transactional(
    async (one) => {
      const hash = createHash('sha256');
      for await (const text of textsOf(one, set, before)) hash.update(`${text}\n`);
      if (hash.digest('base64url') !== archived.digest) return false;
      const [{ removed }] = await one.execute<[{ removed: number }]>(
        `select remove_archived_${set.name}(?::timestamptz)::float8 as removed`,
        [before],
      );
      if (removed !== archived.rows) {
        throw new Error(
          `Expected ${archived.rows} rows of ${set.name} to be removed, but got ${removed}; no row was removed.`,
        );
      }
      return true;
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ },
  );
}
