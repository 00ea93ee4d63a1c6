import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Handles a request that upgrades to another protocol. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Whether a request asks to upgrade to a WebSocket. Requests for other protocols, such as Java's client and `curl
 * --http2` send for HTTP/2, are answered without an upgrade: a server may ignore it (RFC 9110, section 7.8).
 */
export function upgradesToWebSocket({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return /(?:^|,)\s*websocket\b/i.test(headers.upgrade ?? '');
}

/** How long the other side may take to close a connection whose upgrade was refused, in milliseconds. */
const refusedMs = 1000;

/**
 * Guards the connections of an HTTP server, for as long as each exists. A broken connection ends only itself: Node
 * removes its own error listener from an upgraded socket. An upgrade without a handler is refused. Connections without
 * a request so far are tracked: a load balancer's probe, or a client that used another one. Node's server counts them
 * as busy, and its `close` would wait until they end.
 * @param take handles upgrades; without it, all are refused.
 * @returns a function that ends connections without a request so far, and such later ones.
 */
export function guardConnections(server: Server, take?: TakeUpgrade): () => void {
  // Keyed by the far end, which is the same below and above TLS.
  const silent = new Map<string, Socket>();
  let ending = false;
  const farEnd = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}:${remotePort}`;
  const heard = ({ socket }: IncomingMessage) => silent.delete(farEnd(socket));
  server.on('connection', (socket: Socket) => {
    socket.on('error', ignore);
    if (ending) socket.destroy();
    const key = farEnd(socket);
    silent.set(key, socket);
    socket.once('close', () => silent.delete(key));
  });
  // Above TLS a connection is another socket.
  server.on('secureConnection', (socket: Socket) => {
    socket.on('error', ignore);
  });
  server.on('request', heard);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    heard(request);
    if (take) take(request, socket, head);
    else refuseUpgrade(socket, '404 Not Found');
  });
  return () => {
    ending = true;
    for (const socket of silent.values()) socket.destroy();
  };
}

/**
 * Answers a request that is not upgraded, and ends its connection: further data from the client is dropped, and a
 * client that does not close its side is disconnected.
 * @param status such as `404 Not Found`.
 */
export function refuseUpgrade(socket: Duplex, status: string): void {
  const again = /^(?:429|503)/.test(status) ? 'retry-after: 1\r\n' : '';
  const late = setTimeout(() => socket.destroy(), refusedMs).unref();
  socket.once('close', () => {
    clearTimeout(late);
  });
  socket.end(`HTTP/1.1 ${status}\r\n${again}connection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.resume();
}

const ignore = () => undefined;
