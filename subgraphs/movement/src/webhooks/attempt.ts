import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type AddressList, InwardAddressError, isInward, lookupOutward } from '@hub/runtime';

/** The result of an attempt. */
export interface Attempted {
  /** The answer's status; null if there was none. */
  readonly status: number | null;
  /** Why the message was not accepted, as a code; null if it was. */
  readonly fault: string | null;
  readonly milliseconds: number;
}

/** The longest time of an attempt, in milliseconds, and the longest answer that is read. */
const [patienceMs, mostBytes] = [15_000, 64 * 1024];

/**
 * Posts a message to an address. It refuses addresses that point inward, follows no redirect, and uses only the
 * answer's status.
 * @param allowed networks that are accepted though they point inward, and without TLS.
 */
export async function attempt(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowed: AddressList | undefined,
): Promise<Attempted> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const status = await post(new URL(url), headers, body, allowed);
    const isTaken = status >= 200 && status < 300;
    return { status, fault: isTaken ? null : `HTTP_${status}`, milliseconds: took() };
  } catch (error) {
    return { status: null, fault: faultOf(error), milliseconds: took() };
  }
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowed: AddressList | undefined,
): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal IP address needs no lookup.
  if (isIP(host) !== 0 && isInward(host, allowed)) return Promise.reject(new InwardAddressError(host));
  const isPlain = url.protocol === 'http:';
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
    lookup: isPlain ? lookupAllowed(allowed) : lookupOutward(allowed),
    agent: false,
    signal: AbortSignal.timeout(patienceMs),
  };
  return new Promise((resolve, reject) => {
    const request = (isPlain ? plainRequest : tlsRequest)(url, options, (response) => {
      const { statusCode = 0 } = response;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) response.destroy();
      });
      // The end of the body does not matter: the status has said whether the message is accepted.
      response.on('error', () => undefined);
      response.on('close', () => {
        resolve(statusCode);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Without TLS, only the named networks are allowed: elsewhere anybody on the way could read the message. */
function lookupAllowed(allowed: AddressList | undefined): RequestOptions['lookup'] {
  const outward = lookupOutward(allowed);
  return (host, options, found) => {
    outward(host, options, (error, addresses, family) => {
      const all = Array.isArray(addresses) ? addresses.map(({ address }) => address) : [addresses];
      const isNamed = all.every((address) => allowed?.has(address));
      found(error ?? (isNamed ? null : new InwardAddressError(host)), addresses, family);
    });
  };
}

/** The code of a fault, without details of the hub's network. */
function faultOf(error: unknown): string {
  const { name, code = '' } = error as { readonly name?: string; readonly code?: string };
  if (error instanceof InwardAddressError) return error.code;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR' || code === 'ETIMEDOUT')
    return 'TIMEOUT';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'UNKNOWN_HOST';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'TLS';
  return 'UNREACHABLE';
}
