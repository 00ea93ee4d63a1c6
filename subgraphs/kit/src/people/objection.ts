import { setTimeout as delay } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckedRow, Rejection } from '../import/check-row.js';

/** How long one waits for the other, which may import a large file, and how often it asks, in milliseconds. */
const lockWait = { longestMs: 15 * 60_000, everyMs: 200 };

/**
 * Keeps erasing and importing apart until the end of the transaction: whoever comes second sees what the first did.
 * To be taken before any other lock. It is asked for again and again: no statement may wait as long as an import takes.
 * @throws Error when the other takes too long.
 */
export async function lockPeople(em: SqlEntityManager): Promise<void> {
  const began = performance.now();
  for (;;) {
    const [row]: { readonly locked: boolean }[] = await em.execute(
      `select pg_try_advisory_xact_lock(hashtext('people')) as locked`,
    );
    if (row?.locked) return;
    if (performance.now() - began > lockWait.longestMs)
      throw new Error('Expected the import or erasure under way to end within 15 minutes.');
    await delay(lockWait.everyMs);
  }
}

/** Parts the rows of people who may be kept from those whose data was erased and is not to come back. */
export async function checkObjections(
  em: SqlEntityManager,
  batch: readonly CheckedRow[],
): Promise<{ readonly accepted: readonly CheckedRow[]; readonly rejections: readonly Rejection[] }> {
  const digests = batch.flatMap(({ objection }) => objection ?? []);
  if (digests.length === 0) return { accepted: batch, rejections: [] };
  const found = await em.execute<{ digest: string }[]>(
    `select digest from objection where digest in (select json_array_elements_text(?::json))`,
    [JSON.stringify(digests)],
  );
  const objections = new Set(found.map(({ digest }) => digest));
  const isRefused = ({ objection }: CheckedRow) => objection !== undefined && objections.has(objection);
  return {
    accepted: batch.filter((one) => !isRefused(one)),
    rejections: batch
      .filter(isRefused)
      .map(({ line }) => ({ row: line, column: 'citizen_number', reason: erasedReason })),
  };
}

const erasedReason =
  'expected a person who may be kept, but this one had her data erased; take the row out of your own system too, or readmit her with pnpm hub subject';
