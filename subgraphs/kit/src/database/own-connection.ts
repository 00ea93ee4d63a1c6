import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgClient, PgPool } from './bounded-pool.js';

/** How long the work of a transaction may take that is as large as its data, in milliseconds. */
export interface OwnLimits {
  /** For one statement, here and at the server. */
  readonly statementMs: number;
  /** Between two statements, while a file is read. */
  readonly idleTransactionMs: number;
}

/** The limits of work that takes as long as its data is large: no statement of it fails for being large. */
export const limitsOfLargeWork: OwnLimits = { statementMs: 6 * 3_600_000, idleTransactionMs: 15 * 60_000 };

/** The connections of a pool that are in use, by the number of their server process. */
interface Held {
  readonly clients: Map<number, PgClient & { processID?: number }>;
  readonly limits: WeakMap<PgClient, number>;
}

const pools = new WeakMap<object, Held>();

/** Follows which connections a pool hands out. */
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

/** The limit of a connection's statements in milliseconds; undefined where it has the pool's. */
export function ownLimitOf(pool: PgPool, client: PgClient): number | undefined {
  return pools.get(pool)?.limits.get(client);
}

/** The connection that a transaction has. */
export async function connectionOf(em: SqlEntityManager): Promise<PgClient> {
  const [row] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
  const client = (await heldBy(em)).clients.get(row.pid);
  if (!client) throw new Error('Expected a transaction on a connection of its own.');
  return client;
}

/**
 * Runs a statement (`$1`) of a transaction with values beside it. An entity manager writes values into the statement, letter
 * by letter: with a large one, others would wait for that.
 */
export async function executeBound(em: SqlEntityManager, statement: string, values: readonly unknown[]): Promise<void> {
  await (await connectionOf(em)).query(statement, values);
}

/** Has a transaction's statements keep limits of their own until it ends. */
export async function withOwnLimits(em: SqlEntityManager, limits = limitsOfLargeWork): Promise<void> {
  const client = await connectionOf(em);
  (await heldBy(em)).limits.set(client, limits.statementMs);
  await em.execute(
    `select set_config('statement_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)`,
    [String(limits.statementMs), String(limits.idleTransactionMs)],
  );
}

/**
 * Has the statements of a transaction work on large sets of rows: with memory to hash some thousands of them, and without
 * sorting texts by a language's order, or compiling what runs a few times.
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
