import { Agent, buildConnector, Client, Pool } from 'undici';
import { lookupElsewhere } from '@hub/runtime';

/** The certificates and key of a connection, in PEM. */
export interface Tls {
  /** The authorities of the server's certificate; by default Node's own list. */
  readonly ca?: string;
  /** The gateway's own certificate and key, for a server that requires one (mutual TLS). */
  readonly cert?: string;
  readonly key?: string;
}

export interface PoolOptions {
  /** The maximum number of connections; null means unlimited. */
  readonly connections: number | null;
  readonly tls?: Tls | undefined;
  /** The time limit to open a connection, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** The time limits of a response's headers and of a pause in its body, in milliseconds; 0 means unlimited. */
  readonly headersMs?: number;
  readonly bodyMs?: number;
}

/** The maximum number of requests on one HTTP/2 connection. */
const maxStreams = 100;

/**
 * Makes a pool of connections to one origin, with one request at a time on each, without connecting yet. Every request
 * of the gateway uses a pool from this file, so none connects to a forbidden address (see `lookupElsewhere`).
 */
export function openPool(origin: string, options: PoolOptions): Pool {
  const { connections } = options;
  return new Pool(origin, { ...times(options), connections, connect: connectOf(options), pipelining: 1 });
}

/** Makes a pool in which requests share HTTP/2 connections, if the server offers HTTP/2 over TLS. */
export function openMultiplexingPool(origin: string, options: PoolOptions): Pool {
  const { connections } = options;
  return new Pool(origin, {
    ...times(options),
    connections,
    factory: (url) => multiplexingClient(url, options),
  });
}

/** Makes an agent that connects to any origin. */
export function openAgent(): Agent {
  return new Agent({ connect: { lookup: lookupElsewhere } });
}

/** A body exceeds its maximum size. */
export class TooLarge extends Error {}

/**
 * Reads a response's body up to a maximum size.
 * @throws TooLarge
 */
export async function readAtMost(body: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function connectOf({ tls, connectTimeoutMs: timeout }: PoolOptions): buildConnector.BuildOptions {
  return { ...tls, ...(timeout !== undefined && { timeout }), lookup: lookupElsewhere };
}

function times({ headersMs, bodyMs }: PoolOptions) {
  return {
    ...(headersMs !== undefined && { headersTimeout: headersMs }),
    ...(bodyMs !== undefined && { bodyTimeout: bodyMs }),
  };
}

/** A connection with many parallel requests if the server speaks HTTP/2, otherwise with one. */
function multiplexingClient(origin: URL, options: PoolOptions): Client {
  const open = buildConnector({ ...connectOf(options), allowH2: true });
  const client: Client & { pipelining?: number } = new Client(origin, {
    ...times(options),
    pipelining: 1,
    allowH2: true,
    connect: (asked, opened) => {
      open(asked, (...[error, socket]) => {
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
