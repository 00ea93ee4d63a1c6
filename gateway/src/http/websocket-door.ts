import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '@hub/schema';
import { CloseCode, handleProtocols, makeServer, type WebSocket as ProtocolSocket } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { clientAddress, wholeAddress } from '../limits/client-address.js';
import { anonymous } from '../request/caller.js';
import { isFromOtherSite } from './cross-site.js';
import type { GraphQLDoorOptions } from './graphql-door.js';
import { ping, WebSocketConnection } from './websocket-connection.js';
import { mayBeRead } from './websocket-message.js';
import { type ConnectionParameters, webSocketOperations } from './websocket-operations.js';

/** `/graphql` over WebSockets, by the protocol `graphql-transport-ws`. */
export interface WebSocketDoor {
  /** Takes a request to go on as a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** From now on nothing is begun, and each connection is closed once what it asked is answered. */
  close(): void;
  /** Ends all connections, whatever is under way. */
  cut(): void;
}

/** How the door is opened. */
export interface WebSocketDoorOptions extends GraphQLDoorOptions {
  /** How often a connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
  readonly pingMs?: number;
}

/** @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md */
export function webSocketDoor({ pingMs = 12_000, ...options }: WebSocketDoorOptions): WebSocketDoor {
  const { pipeline, limits, admission, trustedProxies, cors, log, requestLog } = options;
  const maxPayload = Math.max(...Object.values(limits.bodyBytes));
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });
  const connections = new Set<WebSocketConnection>();
  let closing = false;

  const protocol = makeServer<ConnectionParameters, WebSocketConnection>({
    ...webSocketOperations(options),
    onClose: ({ extra: connection }) => {
      connections.delete(connection);
      connection.left();
    },
  });

  const open = (socket: WebSocket, request: IncomingMessage) => {
    const address = clientAddress(request, trustedProxies);
    const from = wholeAddress(request, trustedProxies);
    const connection = new WebSocketConnection(socket, request.headers, address, from, requestLog);
    connections.add(connection);
    const closed = protocol.opened(messagesOf(connection, options), connection);
    const endPings = ping(socket, pingMs);
    // What breaks the protocol closes the socket, which is all that there is to do.
    socket.on('error', ignore);
    socket.once('close', (code, reason) => {
      endPings();
      void closed(code, reason.toString());
    });
    if (closing) connection.close();
  };

  /** Goes on as a WebSocket where its address may have another. */
  const admitConnection = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = clientAddress(request, trustedProxies);
    try {
      await admission.fromAddress(address, { caller: anonymous, log });
      if (socket.destroyed) return;
      socket.once('close', admission.connect(address, { caller: anonymous, log }));
    } catch {
      refuseUpgrade(socket, '429 Too Many Requests');
      return;
    }
    sockets.handleUpgrade(request, socket, head, open);
  };

  return {
    upgrade: (request, socket, head) => {
      if (isFromOtherSite(request.headers, cors)) refuseUpgrade(socket, '403 Forbidden');
      else if (!pipeline() || closing) refuseUpgrade(socket, '503 Service Unavailable');
      else void admitConnection(request, socket, head);
    },
    close: () => {
      closing = true;
      for (const connection of connections) connection.close();
    },
    cut: () => {
      for (const { socket } of connections) socket.terminate();
    },
  };
}

/** A connection's messages, as the protocol reads and writes them. */
function messagesOf(connection: WebSocketConnection, options: GraphQLDoorOptions): ProtocolSocket {
  const { socket } = connection;
  return {
    protocol: socket.protocol,
    // Settled once it is on its way: a client that does not read is not written to on and on.
    send: (text) =>
      new Promise((sent) => {
        socket.send(text, () => {
          sent();
        });
      }),
    close: (code, reason) => {
      socket.close(code, reason);
    },
    onMessage: (take) => {
      socket.on('message', (data: Buffer) => {
        const isFirst = connection.messageBytes === 0;
        connection.messageBytes = data.length;
        if (!mayBeRead(data, isFirst, connection, options)) return;
        take(data.toString()).catch((error: unknown) => {
          options.log.error({ err: error }, 'message of a WebSocket failed');
          socket.close(CloseCode.InternalServerError, 'Internal server error');
        });
      });
    },
  };
}

const ignore = () => undefined;
