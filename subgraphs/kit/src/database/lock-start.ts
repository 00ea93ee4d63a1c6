import type { SqlEntityManager } from '@mikro-orm/sql';
import { withOwnLimits } from './own-connection.js';

/** Work at a start that one of several copies does while the others wait. */
export type StartWork = 'hub migrations' | 'hub databases' | 'files taken at the start';

/**
 * Waits until no other transaction of the database does this work, and blocks others from it until the transaction
 * ends.
 */
export async function waitForTurn(transaction: SqlEntityManager, work: StartWork): Promise<void> {
  await transaction.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [work]);
}

/**
 * Lets one of several copies that start at once do some work, until its transaction ends; the others wait, and find the
 * work done. They wait longer than the limit of a statement.
 */
export async function lockStart(transaction: SqlEntityManager, work: StartWork): Promise<void> {
  await withOwnLimits(transaction);
  await waitForTurn(transaction, work);
}
