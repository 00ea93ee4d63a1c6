import { setTimeout as delay } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** How often a waiting transaction tries the lock again, in milliseconds. */
const askEveryMs = 200;

/**
 * Separates erasures and imports until the end of the transaction: the second sees the result of the first. It must be
 * taken before any other lock. It is tried repeatedly, because no single statement may wait as long as an import takes.
 * It waits as long as the other transaction works, which holds the lock at most as long as its connection and its
 * statements' limits allow.
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

/** Why a person whose data was erased cannot be imported. */
export const erasedReason =
  'expected a person who may be kept, but this one had her data erased; take the row out of your own system too, or readmit her with pnpm hub subject';
