import type { IncomingMessage } from 'node:http';

/** The parts of an HTTP request that give its origin. */
export type HttpMessage = Pick<IncomingMessage, 'socket' | 'headers'>;

/**
 * The origin at which a caller reached the hub, by its request: from TLS here, or from a proxy's header. Only that
 * caller gets it back. Undefined if its `Host` is malformed.
 */
export function siteOf({ socket, headers }: HttpMessage): string | undefined {
  const { host, 'x-forwarded-proto': forwarded } = headers;
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/.test(host)) return undefined;
  const isSecure = 'encrypted' in socket || String(forwarded).split(',')[0]?.trim() === 'https';
  return `${isSecure ? 'https' : 'http'}://${host}`;
}
