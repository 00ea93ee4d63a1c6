import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

/** A request, as far as the guard looks at it. */
export interface LoopbackRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Pick<Socket, 'localPort'>;
}

/** Why a request is refused. */
export interface ForeignRequest {
  readonly status: 403 | 421;
  readonly code: 'FORBIDDEN' | 'BAD_REQUEST';
  readonly message: string;
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The content types that a page of another site can send without asking; none at all is one of them. */
const simpleTypes = ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** Whether a server listens for this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Judges a request to a server on loopback. It must come by one of this machine's own names: a site can give its own name
 * the address of this machine. And no page of another site may send it.
 * @param isOfProgram whether programs alone send such a request, which say no origin, whatever content type they say.
 * @returns why it is refused; undefined where it is not.
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
