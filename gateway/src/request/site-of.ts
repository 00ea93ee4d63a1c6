import type { IncomingMessage } from 'node:http';

/** A request of HTTP, as far as it says where it was sent. */
export type HttpMessage = Pick<IncomingMessage, 'socket' | 'headers'>;

/**
 * Under which origin a caller asked the hub, as far as its request says: by TLS here, or by what a proxy before it says.
 * It is told back to that caller alone. Undefined where its `Host` is none.
 */
export function siteOf({ socket, headers }: HttpMessage): string | undefined {
  const { host, 'x-forwarded-proto': forwarded } = headers;
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/.test(host)) return undefined;
  const isSecure = 'encrypted' in socket || String(forwarded).split(',')[0]?.trim() === 'https';
  return `${isSecure ? 'https' : 'http'}://${host}`;
}
