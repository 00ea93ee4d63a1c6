import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/runtime';

/** Whether a request is one that a browser makes for a page: it prefers HTML. */
export function takesPages({ accept }: Pick<IncomingHttpHeaders, 'accept'>): boolean {
  return accept?.startsWith('text/html') ?? false;
}

/**
 * Sends a browser that opens `/graphql` as a page to the portal, and returns whether it did. An operation in the address
 * is answered as one, whoever asks.
 */
export function leadToPortal({ method, url, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'GET' || url !== '/graphql' || !takesPages(headers)) return false;
  response.writeHead(303, { ...securityHeaders, location: '/', vary: 'accept', 'content-length': '0' }).end();
  return true;
}
