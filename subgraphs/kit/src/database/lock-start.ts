import type { SqlEntityManager } from '@mikro-orm/sql';
import { withOwnLimits } from './own-connection.js';

/**
 * Has one of several copies that start at once take in the files that are taken at the start, until its transaction ends;
 * the others wait for it, and find them there.
 */
export async function lockStart(transaction: SqlEntityManager): Promise<void> {
  await withOwnLimits(transaction);
  await transaction.execute(`select pg_advisory_xact_lock(hashtextextended('files taken at the start', 0))`);
}
