import { once } from 'node:events';
import { type IncomingMessage, request as ask } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { PlacedPrice } from '@hub/runtime';
import type { Example } from './examples.js';

/** A request: an endpoint's example, or a misuse of it. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  /** How much of it the head says will come, where less does. */
  readonly declared?: number;
}

/** What came back. */
export interface Come {
  readonly status: number;
  /** Why, where it is a refusal. */
  readonly code: string | undefined;
}

const jsonHead = { 'content-type': 'application/json' };
const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, '['));

/** One way to misuse an endpoint. */
export interface Misuse {
  readonly name: string;
  /** `slow`: it never comes whole. `twice`: it comes again under the same id. */
  readonly manner?: 'slow' | 'twice';
  /** What is sent; undefined where the endpoint cannot be misused so. */
  readonly sent: (example: Sent, price: PlacedPrice['price'], tokens: Tokens) => Sent | undefined;
}

/** Credentials that are no good any more. */
export interface Tokens {
  readonly ended: string;
}

const withBody = (sent: Sent, body: string | Buffer, headers = jsonHead): Sent => ({
  ...sent,
  headers: { ...sent.headers, ...headers },
  body,
});
/** The gateway streams files to an organisation's system, which validates them. */
const takesBody = ({ bytesIn }: PlacedPrice['price']) => bytesIn > 0 && bytesIn !== Infinity;

/** The ways in which each endpoint is misused. */
export const misuses: readonly Misuse[] = [
  {
    name: 'huge',
    sent: (one, price) => ({
      ...withBody(one, '{'),
      declared: (takesBody(price) ? price.bytesIn : 0) + 128 * 1024 * 1024,
    }),
  },
  {
    name: 'expanding',
    sent: (one, price) =>
      takesBody(price) ? withBody(one, bomb, { ...jsonHead, ...{ 'content-encoding': 'gzip' } }) : undefined,
  },
  { name: 'deep', sent: (one, price) => (takesBody(price) ? withBody(one, '['.repeat(30_000)) : undefined) },
  {
    name: 'malformed',
    sent: (one, price) => (takesBody(price) ? withBody(one, '{"') : { ...one, path: `${one.path}%zz` }),
  },
  {
    name: 'cross-site',
    sent: (one) => ({
      ...one,
      headers: {
        ...one.headers,
        ...{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
        ...(one.body !== undefined && { 'content-type': 'text/plain' }),
      },
    }),
  },
  {
    name: 'before its credential',
    sent: ({ headers: { authorization: _none, ...headers }, ...one }) => ({ ...one, headers }),
  },
  {
    name: 'after its credential',
    sent: (one, _price, { ended }) => ({ ...one, headers: { ...one.headers, authorization: ended } }),
  },
  { name: 'slow', manner: 'slow', sent: (one) => one },
  {
    name: 'replayed',
    manner: 'twice',
    sent: (one) => ({ ...one, headers: { ...one.headers, 'x-request-id': 'replayed' } }),
  },
];

/** The request of an endpoint's example. */
export function sentOf(method: string, { path, headers = {}, body }: Example, authorization?: string): Sent {
  const known: Record<string, string> =
    authorization === undefined ? {} : { authorization, 'x-hub-purpose': 'steering' };
  return { method: method === 'UPGRADE' ? 'GET' : method, path, headers: { ...headers, ...known }, body };
}

/** Sends a request on a separate connection, and reads its answer to the end; status 0 without an answer. */
export async function send(url: string, { method, path, headers, body, declared }: Sent): Promise<Come> {
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { 'content-length': String(declared ?? Buffer.byteLength(body)) };
  const request = ask({
    ...{ hostname, port, method, path, agent: false, timeout: 20_000 },
    headers: { ...headers, ...length, ...(headers['upgrade'] === undefined && { connection: 'close' }) },
  });
  request.on('timeout', () => request.destroy());
  if (declared === undefined) request.end(body);
  else request.write(body ?? '');
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  const opened = once(request, 'upgrade').then(() => 'opened' as const);
  try {
    const first = await Promise.race([answered, opened]);
    if (first === 'opened') return { status: 101, code: undefined };
    const [response] = first;
    // A stream never ends.
    const isStream = String(response.headers['content-type']).includes('event-stream');
    const said = isStream ? '' : await text(response).catch(() => '');
    return { status: response.statusCode ?? 0, code: codeIn(said) };
  } catch {
    return { status: 0, code: undefined };
  } finally {
    answered.catch(() => undefined);
    opened.catch(() => undefined);
    request.destroy();
  }
}

/** A request that never comes whole. */
export interface SlowRequest {
  /** The answer; status 0 where the connection was closed without one. */
  readonly answer: Promise<Come>;
  readonly end: () => void;
}

/** Begins a request, and never ends it: its head where it has no body, its body where it has one. */
export async function sendSlowly(url: string, { method, path, headers, body }: Sent): Promise<SlowRequest> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const rest = body === undefined ? '' : 'content-length: 1000\r\n\r\n{';
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: hub\r\n${lines.join('')}${rest}`);
  const answer = Promise.race([once(socket, 'data'), once(socket, 'close')]).then(([chunk]: unknown[]) => {
    const said = Buffer.isBuffer(chunk) ? chunk.toString() : '';
    return { status: Number(said.split(' ')[1] ?? 0), code: /"code":"([A-Z_]+)"/.exec(said)?.[1] };
  });
  return {
    answer,
    end: () => {
      socket.destroy();
    },
  };
}

function codeIn(said: string): string | undefined {
  try {
    const { code, errors } = JSON.parse(said) as {
      readonly code?: string;
      readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
    };
    return code ?? errors?.[0]?.extensions?.code;
  } catch {
    return undefined;
  }
}
