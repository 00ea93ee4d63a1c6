import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a request may take to arrive, in milliseconds. */
const defaultMs = 30_000;

/**
 * Ends connections whose request takes too long to arrive, as Node's own `requestTimeout` does. Requests that are
 * forwarded while they arrive are exempt: a file takes as long as its line needs, and its endpoint bounds the pauses in
 * it.
 */
export function boundArrival(
  server: Server,
  isPassedOn: (request: IncomingMessage) => boolean,
  { ms = defaultMs, lookEveryMs = 5000 }: { readonly ms?: number; readonly lookEveryMs?: number } = {},
): void {
  // By connection: each sends at most one request at a time.
  const arriving = new Map<Socket, { readonly request: IncomingMessage; readonly since: number }>();
  server.on('request', (request: IncomingMessage) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
    if ((length === '0' && coding === undefined) || isPassedOn(request)) return;
    arriving.set(request.socket, { request, since: performance.now() });
  });
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
}
