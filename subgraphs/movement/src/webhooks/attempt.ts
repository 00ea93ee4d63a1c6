import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type AddressList, InwardAddressError, isInward, lookupOutward } from '@hub/runtime';

/** What became of an attempt. */
export interface Attempted {
  /** Of the answer; null where none came. */
  readonly status: number | null;
  /** Why it was not taken, as a code; null where it was. */
  readonly fault: string | null;
  readonly milliseconds: number;
}

/** How long an attempt may take in all, in milliseconds, and how much of an answer is looked at. */
const [patienceMs, mostBytes] = [15_000, 64 * 1024];

/**
 * Posts a message to an address: to none that points inward, following nothing, and reading no more of the answer than its
 * status.
 * @param allowed networks that are taken though they point inward, and without TLS.
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
  // Of an address that is written out nobody is asked.
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
      // However its body ends: the status has said whether it is taken.
      response.on('error', () => undefined);
      response.on('close', () => {
        resolve(statusCode);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Without TLS, in the networks that are named alone: elsewhere anybody on the way could read along. */
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

/** Tells a fault apart without telling what the hub's network looks like. */
function faultOf(error: unknown): string {
  const { name, code = '' } = error as { readonly name?: string; readonly code?: string };
  if (error instanceof InwardAddressError) return error.code;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR' || code === 'ETIMEDOUT')
    return 'TIMEOUT';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'UNKNOWN_HOST';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'TLS';
  return 'UNREACHABLE';
}
