import type { Dispatcher } from 'undici';
import { openMultiplexingPool, openPool, type Tls } from './pools.js';

export interface ConnectionOptions {
  /** The maximum number of open connections. */
  readonly connections: number;
  /** Whether to use HTTP/2 with a server that offers it over TLS. */
  readonly http2: boolean;
  /** The time limit to open a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly tls?: Tls | undefined;
}

/** The connections to one subgraph. */
export interface Connections {
  /** For requests that may be sent again. */
  readonly forQueries: Dispatcher;
  /** For requests that may have been executed once they are sent. */
  readonly forMutations: Dispatcher;
  /** Closes the connections after the running requests. */
  close(): Promise<void>;
}

/** Turns off undici's own timeouts: each fetch has one timeout for its whole duration. */
const untimed = { headersMs: 0, bodyMs: 0 } as const;

/** Makes the pools of connections to an origin, without connecting yet. */
export function openConnections(origin: string, options: ConnectionOptions): Connections {
  const { connections, http2, connectTimeoutMs, tls } = options;
  const pooled = { ...untimed, connections, connectTimeoutMs, tls };
  // One request at a time over HTTP/1.1: a second one would wait for the first one's answer.
  const pool = openPool(origin, pooled);
  if (!http2) return { forQueries: pool, forMutations: pool, close: () => pool.close() };
  const multiplexing = openMultiplexingPool(origin, pooled);
  // undici sends requests again after a shared connection breaks. A mutation must not be sent twice.
  return {
    forQueries: multiplexing,
    forMutations: pool,
    close: async () => {
      await Promise.all([multiplexing.close(), pool.close()]);
    },
  };
}
