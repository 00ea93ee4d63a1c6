import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pace } from '../../support/until.js';

let addresses = 0;

/** An unused local address: its rate is untouched. */
export function newAddress(): string {
  addresses += 1;
  return `127.0.9.${1 + addresses}`;
}

/** An answer to a caller, with its most tested parts. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The unparsed body. */
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly Fault[];
  /** The codes of the errors, each once. */
  readonly codes: readonly string[];
}

export interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Reads an answer; a body that is no JSON has neither data nor errors. */
export async function told(response: Response): Promise<Told> {
  return read(response.status, Object.fromEntries(response.headers), await response.text());
}

function read(status: number, headers: Readonly<Record<string, string>>, body: string): Told {
  const { data, errors = [] } = parsed(body);
  const codes = [...new Set(errors.map(({ extensions }) => String(extensions['code'])))];
  return { status, headers, text: body, data, errors, codes };
}

function parsed(body: string): { readonly data?: unknown; readonly errors?: readonly Fault[] } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * Sends bytes that no HTTP client would send, on a separate connection, and reads until the server ends it.
 * @param chunks sent one after another, with a pause between them.
 * @param waitMs how long to wait for the end.
 * @param localAddress the source address: another caller, unless a token identifies the caller.
 * @returns the first response; status 0 where the connection was closed without one.
 */
export async function sendRaw(
  url: string,
  chunks: readonly (string | Buffer)[],
  {
    pauseMs = 5,
    waitMs = 3000,
    localAddress,
  }: { readonly pauseMs?: number; readonly waitMs?: number; readonly localAddress?: string } = {},
): Promise<Told> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, localAddress });
  // A server that refuses before it has read everything may cut the connection.
  socket.on('error', () => undefined);
  const timer = setTimeout(() => socket.end(), waitMs);
  const answer = text(socket).catch(() => '');
  for (const chunk of chunks) {
    if (!socket.writable) break;
    socket.write(chunk);
    if (chunks.length > 1) await pace(pauseMs);
  }
  const whole = await answer;
  clearTimeout(timer);
  socket.destroy();
  const [head = '', ...bodies] = whole.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return read(Number(statusLine.split(' ')[1] ?? 0), Object.fromEntries(headers), bodies.join('\r\n\r\n'));
}

/** The raw bytes of a POST of JSON. */
export function rawPost(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({
    host: 'hub',
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    'content-length': String(bytes.length),
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST /graphql HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
}
