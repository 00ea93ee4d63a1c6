import type { IncomingHttpHeaders } from 'node:http';
import { MIMEType } from 'node:util';
import type { Cors } from './cors.js';
import { HttpError } from './http-error.js';

/** Headers that no page can send to another site without asking it first. */
const preflighted = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Refuses a GET request that a browser could send for another site without asking. POST needs no such check: its
 * `application/json` makes a browser ask.
 * @throws HttpError 400
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function refuseCrossSite(headers: IncomingHttpHeaders): void {
  if (preflighted.some((name) => headers[name])) return;
  const type = headers['content-type'];
  if (type !== undefined && isJson(type)) return;
  throw new HttpError(
    400,
    'BAD_REQUEST',
    `Expected a header that keeps other sites from sending this request: ${preflighted.join(' or ')}, or the content type application/json.`,
  );
}

/**
 * Whether a request to go on as a WebSocket comes from a page of another site. A browser sends those without asking and
 * lets the page read what comes back, so that it is on the server to refuse them, but those of the sites that may ask.
 */
export function isFromOtherSite(headers: IncomingHttpHeaders, cors: Cors): boolean {
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host && !cors.allows(headers);
}

/** Whether a content type is `application/json`: of all that no page can send unasked, the one that clients send. */
function isJson(contentType: string): boolean {
  try {
    return new MIMEType(contentType).essence === 'application/json';
  } catch {
    return false;
  }
}
