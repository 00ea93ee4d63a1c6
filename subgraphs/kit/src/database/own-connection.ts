import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgClient, PgPool } from './bounded-pool.js';

/** Time limits of a transaction whose work grows with the data, in milliseconds. */
export interface OwnLimits {
  /** For one statement, in the client and at the server. */
  readonly statementMs: number;
  /** Between two statements, while a file is read. */
  readonly idleTransactionMs: number;
}

/** The limits of large work: none of its statements fails because of large data. */
export const limitsOfLargeWork: OwnLimits = { statementMs: 6 * 3_600_000, idleTransactionMs: 15 * 60_000 };

/** The used connections of a pool, by the id of their server process. */
interface Held {
  readonly clients: Map<number, PgClient & { processID?: number }>;
  readonly limits: WeakMap<PgClient, number>;
}

const pools = new WeakMap<object, Held>();

/** Tracks the connections that a pool hands out. */
export function followConnections(pool: PgPool): void {
  const held: Held = { clients: new Map(), limits: new WeakMap() };
  pools.set(pool, held);
  pool.on('acquire', (client: PgClient & { processID?: number }) => {
    if (client.processID !== undefined) held.clients.set(client.processID, client);
  });
  pool.on('release', (_error, client) => {
    held.limits.delete(client);
  });
  pool.on('remove', (client: PgClient & { processID?: number }) => {
    if (client.processID !== undefined) held.clients.delete(client.processID);
  });
}

/** The limit of a connection's statements in milliseconds; undefined where the pool's applies. */
export function ownLimitOf(pool: PgPool, client: PgClient): number | undefined {
  return pools.get(pool)?.limits.get(client);
}

/** The connection of a transaction. */
export async function connectionOf(em: SqlEntityManager): Promise<PgClient> {
  const [row] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
  const client = (await heldBy(em)).clients.get(row.pid);
  if (!client) throw new Error('Expected a transaction on a separate connection.');
  return client;
}

/**
 * Runs a transaction's statement (`$1`) with its values sent separately. An entity manager writes values into the
 * statement letter by letter; a large value would block other work.
 */
export async function executeBound(em: SqlEntityManager, statement: string, values: readonly unknown[]): Promise<void> {
  await (await connectionOf(em)).query(statement, values);
}

/** Sets separate limits for a transaction's statements until it ends. */
export async function withOwnLimits(em: SqlEntityManager, limits = limitsOfLargeWork): Promise<void> {
  const client = await connectionOf(em);
  (await heldBy(em)).limits.set(client, limits.statementMs);
  await em.execute(
    `select set_config('statement_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)`,
    [String(limits.statementMs), String(limits.idleTransactionMs)],
  );
}

/**
 * Prepares a transaction for statements on large sets of rows: memory to hash some thousands of rows, no sorting of
 * texts by language, and no compilation of statements that run a few times.
 */
export async function workOnSets(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `select set_config('work_mem', '64MB', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`,
  );
}

async function heldBy(em: SqlEntityManager): Promise<Held> {
  const connection = em.getConnection() as unknown as { getNativeClient(): Promise<object> };
  const held = pools.get(await connection.getNativeClient());
  if (!held) throw new Error('Expected a database that openDatabase opened.');
  return held;
}
