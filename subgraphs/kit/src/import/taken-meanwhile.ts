import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { pseudonymKeysInForce } from '../database/pseudonym-versions.js';
import { FileError } from '../file/csv.js';
import type { ImportNotes } from './import-notes.js';

/** @throws FileError where the pseudonyms were rotated while a file was read: its rows have the former ones. */
export async function expectSamePeople(em: SqlEntityManager, given: PseudonymKeys, read: PseudonymKeys): Promise<void> {
  const now = await pseudonymKeysInForce(em, given).catch(() => undefined);
  if (now?.length === read.length) return;
  throw new FileError(
    'Expected the same pseudonyms from beginning to end, but they were rotated meanwhile. Hand the file over again.',
  );
}

/** @throws FileError where the same file was imported while this one was read: two callers sent it at once. */
export async function refuseSameFile(
  em: SqlEntityManager,
  { kind, begunAt }: ImportNotes,
  sha256: string,
): Promise<void> {
  const [run] = await em.execute<{ id: number }[]>(
    `select id from import_run where kind = ? and sha256 = ? and ended_at > ? limit 1`,
    [kind, sha256, begunAt],
  );
  if (run) throw new FileError(`Expected the file once, but it came in while this one was read (import ${run.id}).`);
}
