import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Takes a request that is to go on by another protocol. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Whether a request asks to go on as a WebSocket. One that asks for another protocol, as Java's client and
 * `curl --http2` do for HTTP/2, is answered as it is: a server may ignore an upgrade (RFC 9110, section 7.8).
 */
export function upgradesToWebSocket({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return /(?:^|,)\s*websocket\b/i.test(headers.upgrade ?? '');
}

/** How long the other side may take to close a connection whose upgrade was refused, in milliseconds. */
const refusedMs = 1000;

/**
 * Guards the connections of an HTTP server, for as long as each is there. A connection that breaks ends nothing but
 * itself: Node takes its own listener for errors off a socket that is to go on by another protocol. An upgrade that
 * nobody takes is refused. Connections on which nothing was asked yet are known: a load balancer's probe, or a client's
 * that took another one in the end. Node's server takes them for busy, and its `close` would wait until they end.
 * @param take takes upgrades; without it all are refused.
 * @returns a function that ends connections on which nothing was asked yet, and those that come later.
 */
export function guardConnections(server: Server, take?: TakeUpgrade): () => void {
  // By their far end, which is the same below and above TLS.
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
 * Answers a request that does not go on by another protocol, and ends its connection: whatever else the client sends is
 * not kept, and one that does not close its side loses the connection.
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
