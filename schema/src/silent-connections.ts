import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';

/**
 * Knows the connections of an HTTP server on which nothing was asked yet: a load balancer's probe, or a client's that
 * took another one in the end. Node's server takes them for busy, and its `close` would wait for them until they end.
 * @returns a function that ends them, and those that come later.
 */
export function silentConnections(server: Server): () => void {
  // By their far end, which is the same below and above TLS.
  const silent = new Map<string, Socket>();
  let ending = false;
  const farEnd = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}:${remotePort}`;
  const heard = ({ socket }: IncomingMessage) => silent.delete(farEnd(socket));
  server.on('connection', (socket: Socket) => {
    if (ending) socket.destroy();
    const key = farEnd(socket);
    silent.set(key, socket);
    socket.once('close', () => silent.delete(key));
  });
  server.on('request', heard);
  server.on('upgrade', heard);
  return () => {
    ending = true;
    for (const socket of silent.values()) socket.destroy();
  };
}
