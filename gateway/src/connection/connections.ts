import type { Dispatcher } from 'undici';
import { openMultiplexingPool, openPool, type Tls } from './pools.js';

export interface ConnectionOptions {
  /** How many connections are kept open at most. */
  readonly connections: number;
  /** Whether HTTP/2 is spoken with a server that offers it over TLS. */
  readonly http2: boolean;
  /** How long a connection may take to open, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly tls?: Tls | undefined;
}

/** The connections to one subgraph. */
export interface Connections {
  /** For requests that may be sent again. */
  readonly forQueries: Dispatcher;
  /** For requests that may have been done once they are sent. */
  readonly forMutations: Dispatcher;
  /** Ends them once what is under way is answered. */
  close(): Promise<void>;
}

/** The client's own timeouts are off: a fetch has one, which holds from its first byte to its last. */
const untimed = { headersMs: 0, bodyMs: 0 } as const;

/** Opens the pool of connections to an origin; nothing is sent yet. */
export function openConnections(origin: string, options: ConnectionOptions): Connections {
  const { connections, http2, connectTimeoutMs, tls } = options;
  const pooled = { ...untimed, connections, connectTimeoutMs, tls };
  // One request at a time over HTTP/1.1: behind another, it would wait for that one's answer.
  const pool = openPool(origin, pooled);
  if (!http2) return { forQueries: pool, forMutations: pool, close: () => pool.close() };
  const multiplexing = openMultiplexingPool(origin, pooled);
  // undici sends again what shared a connection that broke, which a mutation must not be.
  return {
    forQueries: multiplexing,
    forMutations: pool,
    close: async () => {
      await Promise.all([multiplexing.close(), pool.close()]);
    },
  };
}
