import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

/** The parts of a request that the guard checks. */
export interface LoopbackRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Pick<Socket, 'localPort'>;
}

/** The reason for refusing a request. */
export interface ForeignRequest {
  readonly status: 403 | 421;
  readonly code: 'FORBIDDEN' | 'BAD_REQUEST';
  readonly message: string;
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The content types that a page of another site can send without a preflight request; a missing one is among them. */
const simpleTypes = ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** Whether a server only accepts connections from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Judges a request to a server on loopback. Its host must be one of this machine's own names: a site can give its name
 * this machine's address. No page of another site may send it.
 * @param isOfProgram whether only programs send such a request; they send no origin, and any content type.
 * @returns the reason for refusing it; undefined where it is accepted.
 */
export function refuseForeign(
  { method = 'GET', headers, socket }: LoopbackRequest,
  isOfProgram = false,
): ForeignRequest | undefined {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'content-type': type = '' } = headers;
  const port = socket.localPort ?? 80;
  const named = ownNames.some((name) => host.toLowerCase() === (port === 80 ? name : `${name}:${port}`));
  if (!named)
    return { status: 421, code: 'BAD_REQUEST', message: `Expected http://127.0.0.1:${port}/, got another host.` };
  const isReading = method === 'GET' || method === 'HEAD';
  if (isReading && (site === undefined || site !== 'cross-site' || mode === 'navigate')) return undefined;
  const isOwnSite = site === undefined || site === 'same-origin';
  // A page without referrers (`securityHeaders`) sends its own forms with the origin `null`.
  const isOwnOrigin = origin === undefined || origin === `http://${host}` || (origin === 'null' && site !== undefined);
  const isProven = site !== undefined || origin !== undefined || isOfProgram;
  const isSimple = simpleTypes.includes(type.split(';')[0]?.trim().toLowerCase() ?? '');
  if (!isReading && isOwnSite && isOwnOrigin && (isProven || !isSimple)) return undefined;
  return { status: 403, code: 'FORBIDDEN', message: 'Expected a request of this site, got one of another.' };
}
