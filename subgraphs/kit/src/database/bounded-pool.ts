import type { DatabaseLimits } from './limits.js';
import { followConnections, ownLimitOf } from './own-connection.js';
import { Probe } from './probe.js';
import { mayHaveChanged, StatementPatience } from './statement-patience.js';

/** How much longer than the server this side waits for a statement, in milliseconds. */
const graceMs = 1000;

/** Of node-postgres's client, what is used here. */
export interface PgClient {
  readonly connection: { readonly stream: { destroy(error?: Error): void } };
  connect(): Promise<unknown>;
  query(text: string, values?: readonly unknown[]): Promise<unknown>;
  /** Runs what node-postgres calls a submittable, such as a stream of rows. */
  query<Submitted extends object>(submitted: Submitted): Submitted;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** Of node-postgres's pool, what is used here. */
export interface PgPool {
  readonly Client: new (options: object) => PgClient;
  readonly options: object;
  on(event: 'connect' | 'acquire' | 'remove', listener: (client: PgClient) => void): void;
  on(event: 'release', listener: (error: Error | undefined, client: PgClient) => void): void;
}

/**
 * Sees to it that no statement outlives its limit. PostgreSQL cancels a slow one itself; a server that hangs cancels
 * nothing, so the connection is cut from this side, which ends the statement with an error.
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

  /** The pool; there once the database was connected to. */
  get pool(): PgPool {
    if (!this.#pool) throw new Error('Expected the database to be connected.');
    return this.#pool;
  }

  /** Asks the database whether it answers; there once the database was connected to. */
  get probe(): Probe {
    return (this.#probe ??= new Probe(this.pool));
  }

  /** Cuts every connection. */
  cut(): void {
    for (const { connection } of this.#clients) connection.stream.destroy();
  }

  /** Gives work that has limits of its own as long as a statement may take, and cuts its connections then. */
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
        // Large work waits as long as it may, and so does what may be done, though its answer is not there.
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

/** The text of a statement as node-postgres is given it: alone, or with its settings. */
function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  const { text } = (given ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : '';
}

function isInTransactionAfter(text: string, isInTransaction: boolean): boolean {
  if (/^\s*(begin|start transaction)\b/i.test(text)) return true;
  return /^\s*(commit|rollback(?!\s+to))\b/i.test(text) ? false : isInTransaction;
}
