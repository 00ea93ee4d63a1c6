/** How long a database server may keep its subgraph waiting, and how many connections the subgraph opens. */
export interface DatabaseLimits {
  /** Milliseconds until a connection is there: a new one, or one of the pool. */
  readonly connectMs: number;
  /** Milliseconds for one statement; the server cancels it then, and a second later the connection is cut. */
  readonly statementMs: number;
  /** Milliseconds that a statement waits for a lock. */
  readonly lockMs: number;
  /** Milliseconds that a transaction may stay open without a statement. */
  readonly idleTransactionMs: number;
  /** The most connections of the pool; one more asks whether the database is ready. */
  readonly connections: number;
}

/** What holds unless settings say otherwise. */
export const defaultLimits: DatabaseLimits = {
  connectMs: 3000,
  statementMs: 15_000,
  lockMs: 5000,
  idleTransactionMs: 60_000,
  connections: 10,
};
