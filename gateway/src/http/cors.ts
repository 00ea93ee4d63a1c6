import type { IncomingHttpHeaders } from 'node:http';

/** Headers by which a browser lets a page of another site read an answer. */
export type CorsHeaders = Readonly<Record<string, string>>;

/**
 * The headers that a page of an allowed site may send: what the gateway reads, and what clients send with every request.
 * `accept` is among them since browsers ask about it where it is long or has quotes.
 */
const allowedHeaders = [
  ...['accept', 'apollo-require-preflight', 'authorization', 'content-type', 'traceparent', 'tracestate'],
  ...['x-apollo-operation-name', 'x-hub-purpose', 'x-request-id'],
];

/** What a page of an allowed site may send, and read besides an answer's body. */
const preflighted = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': allowedHeaders.join(', '),
  'access-control-max-age': '600',
};
const readable = { 'access-control-expose-headers': 'ratelimit, ratelimit-policy, retry-after, x-request-id' };

/**
 * Pages of which other sites may ask this server. None unless some are allowed, and those without cookies, for a caller
 * is known by its token alone.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors {
  /** @param allowed origins, such as `https://app.example`. */
  constructor(private readonly allowed: ReadonlySet<string>) {}

  /** Whether a request is made by a page of an allowed site. */
  allows({ origin }: IncomingHttpHeaders): boolean {
    return origin !== undefined && this.allowed.has(origin);
  }

  /** The headers of an answer; undefined where it has none, since no site is allowed. */
  headers(request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (this.allowed.size === 0) return undefined;
    if (!this.allows(request)) return { vary: 'accept-encoding, origin' };
    return {
      'access-control-allow-origin': request.origin ?? '',
      // Of all answers, since a cache does not know which of them depend on what.
      vary: 'accept-encoding, origin',
      ...readable,
    };
  }

  /** The answer's headers where a browser asks, for a page of an allowed site, whether it may send a request. */
  preflight(method: string | undefined, request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (method !== 'OPTIONS' || !request['access-control-request-method'] || !this.allows(request)) return undefined;
    return { ...this.headers(request), ...preflighted };
  }
}
