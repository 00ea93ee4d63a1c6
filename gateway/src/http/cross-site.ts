import type { IncomingHttpHeaders } from 'node:http';
import type { Cors } from './cors.js';
import { HttpError } from './http-error.js';

/**
 * Refuses a GET request that a browser sends for a page of another site, unless that site is allowed. Browsers send the
 * page's relation in `Sec-Fetch-Site`, if they support it, and its site in `Origin`, if the page reads the answer;
 * other programs send neither. POST needs no such check: its `application/json` makes a browser send a preflight first.
 * @throws HttpError 400
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function refuseCrossSite(headers: IncomingHttpHeaders, cors: Cors): void {
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined ? !isFromOtherSite(headers, cors) : site === 'same-origin' || site === 'none';
  if (isOwn || cors.allows(headers) || cors.allowsAnonymous(headers)) return;
  throw new HttpError(
    400,
    'BAD_REQUEST',
    'Expected a GET request of a program, of a page of this site, or of a page of a site that may ask (ALLOWED_ORIGINS), got one of a page of another site.',
  );
}

/**
 * Whether a WebSocket request comes from a page of a site that is not allowed. A browser sends no preflight for a
 * WebSocket and lets the page read the answers, so the server has to refuse it.
 */
export function isFromOtherSite(headers: IncomingHttpHeaders, cors: Cors): boolean {
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host && !cors.allows(headers);
}
