import { Agent, buildConnector, Client, Pool } from 'undici';
import { lookupElsewhere } from '@hub/runtime';

/** How both sides of a connection prove who they are, in PEM. */
export interface Tls {
  /** The authorities whose certificates the other side's must come from; without it, those that Node knows. */
  readonly ca?: string;
  /** The gateway's own certificate and its key, for a server that asks for one (mutual TLS). */
  readonly cert?: string;
  readonly key?: string;
}

export interface PoolOptions {
  /** How many connections there are at most; null for any number. */
  readonly connections: number | null;
  readonly tls?: Tls | undefined;
  /** How long a connection may take to open, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** How long the head of an answer may take, and a pause in its body, in milliseconds; 0 for ever. */
  readonly headersMs?: number;
  readonly bodyMs?: number;
}

/** How many requests share one connection over HTTP/2. */
const maxStreams = 100;

/**
 * Opens connections to one origin, one request at a time on each; nothing is sent yet. All that the gateway sends goes by
 * pools that are opened here: none of them connects to an address that nothing is sent to (see `lookupElsewhere`).
 */
export function openPool(origin: string, options: PoolOptions): Pool {
  const { connections } = options;
  return new Pool(origin, { ...times(options), connections, connect: connectOf(options), pipelining: 1 });
}

/** Opens connections on which requests share one over HTTP/2, where a server offers that over TLS. */
export function openMultiplexingPool(origin: string, options: PoolOptions): Pool {
  const { connections } = options;
  return new Pool(origin, {
    ...times(options),
    connections,
    factory: (url) => multiplexingClient(url, options),
  });
}

/** Opens connections to whatever is asked for. */
export function openAgent(): Agent {
  return new Agent({ connect: { lookup: lookupElsewhere } });
}

/** Something is larger than it may be. */
export class TooLarge extends Error {}

/**
 * Reads the body of an answer, as far as it may go.
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

/** A connection that carries many requests at a time if the server speaks HTTP/2, and else one. */
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
