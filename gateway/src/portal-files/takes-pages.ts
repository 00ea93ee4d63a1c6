import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/runtime';

/** Whether a browser requests a page: it prefers HTML. */
export function takesPages({ accept }: Pick<IncomingHttpHeaders, 'accept'>): boolean {
  return accept?.startsWith('text/html') ?? false;
}

/** Whether a program takes whatever there is: `curl` does. */
export function takesAnything({ accept = '*/*' }: Pick<IncomingHttpHeaders, 'accept'>): boolean {
  return accept === '*/*';
}

/**
 * Redirects a browser that opens `/graphql` as a page to the portal, and returns whether it did. An operation in the
 * URL is executed as usual.
 */
export function leadToPortal({ method, url, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'GET' || url !== '/graphql' || !takesPages(headers)) return false;
  response.writeHead(303, { ...securityHeaders, location: '/', vary: 'accept', 'content-length': '0' }).end();
  return true;
}
