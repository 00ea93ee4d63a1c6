/** How long a database server may keep its subgraph waiting, and how many connections the subgraph opens. */
export interface DatabaseLimits {
  /** Milliseconds to wait for a connection, new or from the pool. */
  readonly connectMs: number;
  /** Milliseconds for one statement; then the server cancels it, and a second later the connection is closed. */
  readonly statementMs: number;
  /** Milliseconds to wait for a lock. */
  readonly lockMs: number;
  /** Milliseconds that a transaction may stay open without a statement. */
  readonly idleTransactionMs: number;
  /** The most connections of the pool; one more tests whether the database is ready. */
  readonly connections: number;
}

/** The default limits, which settings override. */
export const defaultLimits: DatabaseLimits = {
  connectMs: 3000,
  statementMs: 15_000,
  lockMs: 5000,
  idleTransactionMs: 60_000,
  connections: 10,
};
