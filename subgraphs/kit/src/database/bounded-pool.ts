import type { DatabaseLimits } from './limits.js';
import { followConnections, ownLimitOf } from './own-connection.js';
import { Probe } from './probe.js';
import { mayHaveChanged, StatementPatience } from './statement-patience.js';

/** How much longer than the server the client waits for a statement, in milliseconds. */
const graceMs = 1000;

/** The used part of node-postgres's client. */
export interface PgClient {
  readonly connection: { readonly stream: { destroy(error?: Error): void } };
  connect(): Promise<unknown>;
  query(text: string, values?: readonly unknown[]): Promise<unknown>;
  /** Runs one of node-postgres's submittables, such as a stream of rows. */
  query<Submitted extends object>(submitted: Submitted): Submitted;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** The used part of node-postgres's pool. */
export interface PgPool {
  readonly Client: new (options: object) => PgClient;
  readonly options: object;
  on(event: 'connect' | 'acquire' | 'remove', listener: (client: PgClient) => void): void;
  on(event: 'release', listener: (error: Error | undefined, client: PgClient) => void): void;
}

/**
 * Limits the time of every statement. PostgreSQL cancels a slow statement itself; a server that hangs cancels none, so
 * the pool closes the connection, which ends the statement with an error.
 */
export class BoundedPool {
  readonly #clients = new Set<PgClient>();
  #pool: PgPool | undefined;
  #probe: Probe | undefined;

  constructor(private readonly limits: DatabaseLimits) {}

  /** The settings of node-postgres's pool, for MikroORM's `driverOptions`. */
  get driverOptions(): Readonly<Record<string, unknown>> {
    const { connectMs, statementMs, lockMs, idleTransactionMs, connections } = this.limits;
    return {
      max: connections,
      connectionTimeoutMillis: connectMs,
      statement_timeout: statementMs,
      lock_timeout: lockMs,
      idle_in_transaction_session_timeout: idleTransactionMs,
      keepAlive: true,
      onPoolCreated: (pool: PgPool) => {
        this.#bound(pool);
      },
    };
  }

  /** The pool; present once the database is connected. */
  get pool(): PgPool {
    if (!this.#pool) throw new Error('Expected the database to be connected.');
    return this.#pool;
  }

  /** Tests whether the database answers; present once the database is connected. */
  get probe(): Probe {
    return (this.#probe ??= new Probe(this.pool));
  }

  /** Closes every connection. */
  cut(): void {
    for (const { connection } of this.#clients) connection.stream.destroy();
  }

  /** Lets large work run for one more statement limit, and then closes its connections. */
  endLargeWork(): void {
    setTimeout(() => {
      for (const client of this.#clients)
        if (ownLimitOf(this.pool, client) !== undefined) client.connection.stream.destroy();
    }, this.limits.statementMs + graceMs).unref();
  }

  #bound(pool: PgPool): void {
    this.#pool = pool;
    followConnections(pool);
    const patience = new StatementPatience((milliseconds) => this.probe.ask('select 1', milliseconds));
    pool.on('connect', (client) => {
      this.#clients.add(client);
      let isInTransaction = false;
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      client.query = ((...args: unknown[]) => {
        const running = query(...args);
        if (!(running instanceof Promise)) return running;
        const own = ownLimitOf(pool, client);
        const limitMs = (own ?? this.limits.statementMs) + graceMs;
        const cut = (milliseconds: number) => {
          client.connection.stream.destroy(new Error(`The database did not answer within ${milliseconds} ms.`));
        };
        const timer = setTimeout(cut, limitMs, limitMs);
        const text = textOf(args[0]);
        // Large work waits up to its limit. A statement that may have changed data waits too, even without an answer.
        const isWatched = own === undefined && !mayHaveChanged(text, isInTransaction);
        const end = isWatched ? patience.watch(cut) : undefined;
        isInTransaction = isInTransactionAfter(text, isInTransaction);
        return running.finally(() => {
          clearTimeout(timer);
          end?.();
        });
      }) as PgClient['query'];
    });
    pool.on('remove', (client) => {
      this.#clients.delete(client);
    });
  }
}

/** The text of a statement as node-postgres gets it: alone, or with its settings. */
function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  const { text } = (given ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : '';
}

function isInTransactionAfter(text: string, isInTransaction: boolean): boolean {
  if (/^\s*(begin|start transaction)\b/i.test(text)) return true;
  return /^\s*(commit|rollback(?!\s+to))\b/i.test(text) ? false : isInTransaction;
}
