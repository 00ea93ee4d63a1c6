import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a request may take to arrive, in milliseconds. */
const defaultMs = 30_000;

/** How long the head of a request may take to arrive, in milliseconds; for the whole request, see `boundArrival`. */
export const headersTimeout = defaultMs;

/**
 * Ends connections whose request takes too long to arrive, as Node's own `requestTimeout` does.
 * @returns a function for each request that is bounded. A body that is used while it arrives is not: a file takes as
 *   long as its line needs.
 */
export function boundArrival(
  server: Server,
  { ms = defaultMs, lookEveryMs = 5000 }: { readonly ms?: number; readonly lookEveryMs?: number } = {},
): (request: IncomingMessage) => void {
  // By connection: each sends at most one request at a time.
  const arriving = new Map<Socket, { readonly request: IncomingMessage; readonly since: number }>();
  const look = () => {
    const now = performance.now();
    for (const [socket, { request, since }] of arriving) {
      const isLate = !request.complete && !socket.destroyed && now - since > ms;
      if (isLate) socket.destroy();
      if (isLate || request.complete || socket.destroyed) arriving.delete(socket);
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  server.once('close', () => {
    clearInterval(timer);
  });
  return (request) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
    if (length === '0' && coding === undefined) return;
    arriving.set(request.socket, { request, since: performance.now() });
  };
}
