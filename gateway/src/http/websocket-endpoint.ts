import { webSocketPrice } from './operation-prices.js';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '@hub/runtime';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallerRequest } from '../request/context.js';
import { isFromOtherSite } from './cross-site.js';
import type { GraphQLEndpointOptions } from './graphql-endpoint.js';
import { ping, WebSocketConnection } from './websocket-connection.js';
import { mayBeRead } from './websocket-message.js';
import { answerSubscribed } from './websocket-operations.js';
import { WebSocketProtocol } from './websocket-protocol.js';
import { WaitingSockets } from './waiting-sockets.js';

/** `/graphql` over WebSockets, by the protocol `graphql-transport-ws`. */
export interface WebSocketEndpoint {
  /** Upgrades a request to a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The gateway answers operations from now on: waiting connections continue. */
  ready(): void;
  /** Refuses further operations, and closes each connection once its operations are answered. */
  close(): void;
  /** Cuts all connections, even with operations on them. */
  cut(): void;
}

/** The options of the endpoint. */
export interface WebSocketEndpointOptions extends GraphQLEndpointOptions {
  /** How often a connection is pinged, and how long it may take to answer, in milliseconds. */
  readonly pingMs?: number;
  /**
   * How long a request may wait until the gateway is ready, in milliseconds: a caller that reconnects after a restart
   * has few tries, and a refusal uses one up.
   */
  readonly waitMs?: number;
}

/**
 * Serves GraphQL over WebSockets.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export function webSocketEndpoint({
  pingMs = 12_000,
  waitMs = 20_000,
  ...options
}: WebSocketEndpointOptions): WebSocketEndpoint {
  const { pipeline, limits, entry, cors } = options;
  const maxPayload = Math.max(...Object.values(limits.bodyBytes));
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });
  const connections = new Set<WebSocketConnection>();
  const waiting = new WaitingSockets(waitMs);
  let closing = false;

  const ended = (context: CallerRequest) => {
    entry.over(context, { stream: context.record?.stream });
  };

  const open = (socket: WebSocket, opening: CallerRequest) => {
    const connection = new WebSocketConnection(socket, opening, ended);
    const protocol = new WebSocketProtocol(connection, (subscribed) => {
      void answerSubscribed(connection, subscribed, options);
    });
    connections.add(connection);
    const endPings = ping(socket, pingMs);
    // A breach of the WebSocket protocol closes the socket, which is all the handling that it needs.
    socket.on('error', ignore);
    socket.on('message', (data: Buffer) => {
      if (mayBeRead(data, !protocol.isOpen, connection, options)) protocol.take(data);
    });
    socket.once('close', () => {
      endPings();
      protocol.close();
      connections.delete(connection);
      connection.left();
    });
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    } else if (closing) connection.close();
  };

  /** Upgrades a request if its address may open another connection. */
  const admitConnection = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const opening = entry.beginHttp(request, webSocketPrice);
    try {
      await entry.admitAddress(opening);
      opening.settle?.();
      if (socket.destroyed) return;
      socket.once('close', entry.admission.connect(opening));
    } catch {
      refuseUpgrade(socket, '429 Too Many Requests');
      return;
    }
    if (!pipeline() && !(await waiting.wait(socket))) {
      refuseUpgrade(socket, '503 Service Unavailable');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      open(opened, opening);
    });
  };

  return {
    upgrade: (request, socket, head) => {
      if (isFromOtherSite(request.headers, cors)) refuseUpgrade(socket, '403 Forbidden');
      else if (closing) refuseUpgrade(socket, '503 Service Unavailable');
      else void admitConnection(request, socket, head);
    },
    ready: () => {
      waiting.release(true);
    },
    close: () => {
      closing = true;
      waiting.release(false);
      for (const connection of connections) connection.close();
    },
    cut: () => {
      for (const { socket } of connections) socket.terminate();
    },
  };
}

const ignore = () => undefined;
