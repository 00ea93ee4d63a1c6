import type { IncomingHttpHeaders } from 'node:http';

/** Headers by which a browser lets a page of another site read an answer. */
export type CorsHeaders = Readonly<Record<string, string>>;

/**
 * The headers that a page of an allowed site may send: what the gateway reads, and what callers send with every request.
 * `accept` is among them since browsers ask about it where it is long or has quotes.
 */
const allowedHeaders = [
  ...['accept', 'apollo-require-preflight', 'apollographql-client-name', 'apollographql-client-version'],
  ...['authorization', 'content-type', 'prefer', 'traceparent'],
  ...['tracestate', 'x-apollo-operation-name', 'x-hub-purpose', 'x-request-id'],
];

/** What a page of an allowed site may send, and read besides an answer's body. */
const preflighted = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': allowedHeaders.join(', '),
  'access-control-max-age': '600',
};
const readable = {
  'access-control-expose-headers':
    'deprecation, etag, ratelimit, ratelimit-policy, retry-after, sunset, www-authenticate, x-request-id',
};

/** What a page of any site may send: nothing by which its visitor could be known. */
const publicPreflighted = {
  ...preflighted,
  'access-control-allow-headers': allowedHeaders.filter((name) => name !== 'authorization').join(', '),
};

/** Of all answers, since a cache does not know which of them depend on what. */
const varying = { vary: 'accept-encoding, origin' };

/** In the place of origins: pages of other sites may not ask, not even for what is public. */
export const noOrigins = 'none';

/**
 * Pages of which other sites may ask this server, all without cookies, for a caller is known by its token alone. Those of
 * the sites that are allowed may send one; those of all others may ask as nobody, for what everyone may see.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors {
  readonly #isOpen: boolean;

  /**
   * @param allowed origins, such as `https://app.example`.
   * @param isOfApp whether a site is of an app that registered, as it is now.
   */
  constructor(
    private readonly allowed: ReadonlySet<string>,
    private readonly isOfApp: (origin: string) => boolean = () => false,
  ) {
    this.#isOpen = !allowed.has(noOrigins);
  }

  /** Whether a request is made by a page of an allowed site. */
  allows({ origin }: IncomingHttpHeaders): boolean {
    return origin !== undefined && (this.allowed.has(origin) || this.isOfApp(origin));
  }

  /** Whether a request is made by a page of whichever site, in nobody's name. */
  allowsAsNobody({ origin, authorization, cookie }: IncomingHttpHeaders): boolean {
    return this.#isOpen && origin !== undefined && authorization === undefined && cookie === undefined;
  }

  /** The headers of an answer; undefined where it has none, since no site is allowed. */
  headers(request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (!this.allows(request)) {
      if (this.allowsAsNobody(request)) return { 'access-control-allow-origin': '*', ...varying, ...readable };
      return this.allowed.size > (this.#isOpen ? 0 : 1) ? varying : undefined;
    }
    return {
      'access-control-allow-origin': request.origin ?? '',
      ...varying,
      ...readable,
    };
  }

  /** The answer's headers where a browser asks, for a page of an allowed site, whether it may send a request. */
  preflight(method: string | undefined, request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (method !== 'OPTIONS' || !request['access-control-request-method']) return undefined;
    if (this.allows(request)) return { ...this.headers(request), ...preflighted };
    return this.allowsAsNobody(request) ? { ...this.headers(request), ...publicPreflighted } : undefined;
  }
}
