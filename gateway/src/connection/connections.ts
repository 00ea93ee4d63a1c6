import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import { lookupElsewhere } from '../base/link-local.js';

/** How both sides of a connection prove who they are, in PEM. */
export interface Tls {
  /** The authorities whose certificates the subgraph's must come from; without it, those that Node knows. */
  readonly ca?: string;
  /** The gateway's own certificate and its key, for a subgraph that asks for one (mutual TLS). */
  readonly cert?: string;
  readonly key?: string;
}

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

/** How many requests share one connection over HTTP/2. */
const maxStreams = 100;

/** The client's own timeouts are off: a fetch has one, which holds from its first byte to its last. */
const untimed = { headersTimeout: 0, bodyTimeout: 0 } as const;

/** Opens the pool of connections to an origin; nothing is sent yet. */
export function openConnections(origin: string, options: ConnectionOptions): Connections {
  const { connections, http2, connectTimeoutMs, tls } = options;
  const connect = { ...tls, timeout: connectTimeoutMs, lookup: lookupElsewhere };
  // One request at a time over HTTP/1.1: behind another, it would wait for that one's answer.
  const pool = new Pool(origin, { ...untimed, connections, connect, pipelining: 1 });
  if (!http2) return { forQueries: pool, forMutations: pool, close: () => pool.close() };
  const multiplexing = new Pool(origin, {
    ...untimed,
    connections,
    factory: (url) => multiplexingClient(url, connect),
  });
  // undici sends again what shared a connection that broke, which a mutation must not be.
  return {
    forQueries: multiplexing,
    forMutations: pool,
    close: async () => {
      await Promise.all([multiplexing.close(), pool.close()]);
    },
  };
}

/** A connection that carries many requests at a time if the server speaks HTTP/2, and else one. */
function multiplexingClient(origin: URL, connect: buildConnector.BuildOptions): Client {
  const open = buildConnector({ ...connect, allowH2: true });
  const client: Client & { pipelining?: number } = new Client(origin, {
    ...untimed,
    pipelining: 1,
    allowH2: true,
    connect: (options, opened) => {
      open(options, (...[error, socket]) => {
        if (error) {
          opened(error, null);
          return;
        }
        if ('alpnProtocol' in socket && socket.alpnProtocol === 'h2') client.pipelining = maxStreams;
        opened(null, socket);
      });
    },
  });
  return client;
}
