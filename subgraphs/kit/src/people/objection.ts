import { setTimeout as delay } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** How often one asks whether the other has ended, in milliseconds. */
const askEveryMs = 200;

/**
 * Keeps erasing and importing apart until the end of the transaction: whoever comes second sees what the first did.
 * To be taken before any other lock. It is asked for again and again: no statement may wait as long as an import takes. It
 * waits as long as the other is at work, which holds the lock no longer than its connection and its statements' limits.
 */
export async function lockPeople(em: SqlEntityManager): Promise<void> {
  for (;;) {
    const [row]: { readonly locked: boolean }[] = await em.execute(
      `select pg_try_advisory_xact_lock(hashtext('people')) as locked`,
    );
    if (row?.locked) return;
    await delay(askEveryMs);
  }
}

/** Why a person cannot come in whose data was erased. */
export const erasedReason =
  'expected a person who may be kept, but this one had her data erased; take the row out of your own system too, or readmit her with pnpm hub subject';
