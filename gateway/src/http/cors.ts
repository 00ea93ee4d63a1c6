import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Headers by which a browser lets a page of another site read an answer. */
export type CorsHeaders = Readonly<Record<string, string>>;

/**
 * The headers that a page of an allowed site may send: the headers that the gateway reads, and those common to all
 * callers. `accept` is included: browsers ask about it if it is long or has quotes.
 */
const allowedHeaders = [
  ...['accept', 'apollo-require-preflight', 'apollographql-client-name', 'apollographql-client-version'],
  ...['authorization', 'content-type', 'mcp-method', 'mcp-name', 'mcp-protocol-version', 'prefer', 'traceparent'],
  ...['tracestate', 'x-apollo-operation-name', 'x-hub-purpose', 'x-request-id'],
];

/** The methods and headers that a page of an allowed site may send, and the headers that it may read. */
const preflighted = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': allowedHeaders.join(', '),
  'access-control-max-age': '600',
};
const readable = {
  'access-control-expose-headers':
    'deprecation, etag, ratelimit, ratelimit-policy, retry-after, sunset, www-authenticate, x-request-id',
};

/** The headers that a page of any site may send: without `authorization`, which would identify the visitor. */
const publicPreflighted = {
  ...preflighted,
  'access-control-allow-headers': allowedHeaders.filter((name) => name !== 'authorization').join(', '),
};

/** Sent with all answers: a cache does not know which answers depend on these headers. */
const varying = { vary: 'accept-encoding, origin' };

/** Setting instead of origins: pages of other sites may send no requests, not even for public data. */
export const noOrigins = 'none';

/**
 * Decides which pages of other sites may send requests to this server, always without cookies: only a token identifies
 * a caller. Pages of allowed sites may send a token; pages of all other sites may send anonymous requests.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors {
  readonly #isOpen: boolean;

  /**
   * @param allowed origins, such as `https://app.example`.
   * @param isOfApp whether a site belongs to a registered app, at the time of the request.
   */
  constructor(
    private readonly allowed: ReadonlySet<string>,
    private readonly isOfApp: (origin: string) => boolean = () => false,
  ) {
    this.#isOpen = !allowed.has(noOrigins);
  }

  /** Whether a page of an allowed site makes the request. */
  allows({ origin }: IncomingHttpHeaders): boolean {
    return origin !== undefined && (this.allowed.has(origin) || this.isOfApp(origin));
  }

  /** Whether a page of any site makes the request without credentials. */
  allowsAnonymous({ origin, authorization, cookie }: IncomingHttpHeaders): boolean {
    return this.#isOpen && origin !== undefined && authorization === undefined && cookie === undefined;
  }

  /** The headers of an answer; undefined if no site is allowed. */
  headers(request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (!this.allows(request)) {
      if (this.allowsAnonymous(request)) return { 'access-control-allow-origin': '*', ...varying, ...readable };
      return this.allowed.size > (this.#isOpen ? 0 : 1) ? varying : undefined;
    }
    return {
      'access-control-allow-origin': request.origin ?? '',
      ...varying,
      ...readable,
    };
  }

  /** The headers of the answer to a preflight request from a page of an allowed site. */
  preflight(method: string | undefined, request: IncomingHttpHeaders): CorsHeaders | undefined {
    if (method !== 'OPTIONS' || !request['access-control-request-method']) return undefined;
    if (this.allows(request)) return { ...this.headers(request), ...preflighted };
    return this.allowsAnonymous(request) ? { ...this.headers(request), ...publicPreflighted } : undefined;
  }
}

/** The addresses, beside `/graphql`, that pages of other sites may read. */
const shared =
  /^\/(?:changes(?:\.json|\.atom)?|schema(?:\.graphql|\/[^/]+)|export(?:\/[^/]+)?|\.well-known\/[^/]+(?:\/mcp)?|mcp|llms\.txt|docs\/.+|packages\/[^/]+)$/;

/** Adds the CORS headers to the answers of a server's shared addresses, and answers their preflight requests. */
export function shareAcrossOrigins(server: FastifyInstance, cors: Cors): void {
  server.addHook('onRequest', async ({ method, url, headers }, reply) => {
    if (!shared.test(url.split('?', 1)[0] ?? '')) return;
    const preflight = cors.preflight(method, headers);
    if (preflight) return reply.code(204).headers(preflight).send();
    reply.headers(cors.headers(headers) ?? {});
  });
}
