import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { ClientRequest } from '../request/context.js';
import { Busy, notReady } from '../errors/refusal.js';
import {
  answerOf,
  type GraphQLResponse,
  isStream,
  type Pipeline,
  type ResponseStream,
} from '../graphql/graphql-response.js';
import { anonymous } from '../request/caller.js';
import { clientOf } from '../limits/admission.js';
import { clientAddress } from '../limits/client-address.js';
import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';
import { withinBytes } from './within-bytes.js';
import { requestId } from '../request/request-id.js';
import { responseText } from '../base/response-text.js';
import { accepted } from './accepted.js';
import { isFromOtherSite } from './cross-site.js';
import { bodyBytesOf, type GraphQLDoorOptions } from './graphql-door.js';
import { HttpError, httpError } from './http-error.js';
import { type IncrementalFormat, inFormat } from './incremental-format.js';
import { checkJsonSize } from './json-size.js';
import { readParameters } from './parameters.js';

/** `/graphql` over WebSockets, by the protocol `graphql-transport-ws`. */
export interface WebSocketDoor {
  /** Takes a request to go on as a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** From now on nothing is begun, and each connection is closed once what it asked is answered. */
  close(): void;
  /** Ends all connections, whatever is under way. */
  cut(): void;
}

export interface WebSocketDoorOptions extends GraphQLDoorOptions {
  /** How often a connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
  readonly pingMs?: number;
}

/** How many operations may be under way on one connection. */
const maxOperations = 100;

/** A client's connection, as `graphql-ws` hands it around. */
interface Connection {
  readonly socket: WebSocket;
  /** What the connection was opened with. */
  readonly headers: IncomingHttpHeaders;
  /** Whose it is: see `clientAddress`. */
  readonly address: string;
  /** How many bytes the message has that is being read. */
  messageBytes: number;
  /** What is under way, by the client's ids. */
  readonly underWay: Map<string, ClientRequest>;
  /** What is to be called when each of them is over. */
  readonly ends: Map<string, () => void>;
}

type ConnectionContext = Context<Record<string, unknown>, Connection>;

/** The document that `graphql-ws` is told of: what an operation asks for is the pipeline's business. */
const document = parse('{ __typename }');

/** @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md */
export function webSocketDoor({
  pipeline,
  authenticate,
  operationTimeoutMs,
  limits,
  admission,
  trustedProxies,
  cors,
  log,
  refused,
  requestLog,
  pingMs = 12_000,
}: WebSocketDoorOptions): WebSocketDoor {
  const maxPayload = Math.max(...Object.values(limits.bodyBytes));
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });
  const connections = new Set<Connection>();
  let closing = false;

  const closeIfDone = (connection: Connection) => {
    if (closing && connection.underWay.size === 0) connection.socket.close(1001, 'Going away');
  };

  const over = ({ underWay, ends, address }: Connection, id: string) => {
    const context = underWay.get(id);
    underWay.delete(id);
    ends.get(id)?.();
    ends.delete(id);
    if (context) logged(context, address);
  };

  const logged = (context: ClientRequest, address: string) =>
    requestLog?.end(context, { stream: context.record?.stream, address: () => address });

  const admit = async (connection: Connection, id: string, context: ClientRequest) => {
    const { address, underWay, ends, messageBytes } = connection;
    await admission.fromAddress(address, context);
    const caller = authenticate(context.headers.authorization, context);
    context.caller = caller instanceof Promise ? await caller : caller;
    context.client = clientOf(context.caller, address);
    await admission.fromCaller(address, context);
    if (messageBytes > bodyBytesOf(limits, context)) {
      throw new HttpError(413, 'PAYLOAD_TOO_LARGE', 'Expected a smaller message.');
    }
    await admission.bytes(messageBytes, address, context);
    const end = admission.begin(address, context);
    // The connection may be gone by now.
    if (underWay.has(id)) ends.set(id, end);
    else end();
  };

  const begin = async (
    ready: Pipeline,
    context: ClientRequest,
    payload: SubscribePayload,
    format: IncrementalFormat | undefined,
  ) => {
    const answer = answerOf(
      await ready.answer({
        parameters: readParameters(payload),
        context,
        method: 'POST',
        takes: (kind) => kind === 'subscription' || format !== undefined,
      }),
    );
    const { responseBytes = Infinity } = limits;
    if (isStream(answer) && context.record) context.record.stream = answer.kind;
    if (isStream(answer)) return withinBytes(inFormat(answer, format ?? 'deferSpec=20220824'), responseBytes, context);
    if (answer.data === undefined) throw new Refused(answer.errors ?? []);
    const size = responseText(answer).length;
    if (size <= responseBytes) return answer;
    const exceeded = new LimitExceeded('RESPONSE_BYTES', responseBytes, size);
    exceeded.tell(context.log);
    context.record?.told(limitExceededCode);
    throw new Refused([exceeded.toldTo(context.caller)]);
  };

  const refuseWith = (error: unknown, context: ClientRequest): GraphQLError[] => {
    if (error instanceof Refused) return error.errors.map((told) => new ToldError(told));
    const { code, message, extensions } = httpError(error, context);
    refused(code);
    context.record?.told(code);
    return [new GraphQLError(message, { extensions: { code, ...extensions } })];
  };

  const protocol = makeServer<Record<string, unknown>, Connection>({
    onSubscribe: async ({ extra: connection, connectionParams }, id, payload) => {
      const { headers, underWay } = connection;
      const { accept, ...own } = asHeaders(connectionParams);
      // Only what the client says of its answers: a browser's own header is of the request to go on as a WebSocket.
      const format = accept === undefined ? undefined : accepted(accept).incremental?.format;
      const context = new ClientRequest({
        requestId: requestId(undefined),
        headers: { ...headers, ...own },
        timeoutMs: operationTimeoutMs,
        log,
      });
      requestLog?.begin(context);
      const ready = pipeline();
      const refusal = !ready || closing ? notReady() : underWay.size >= maxOperations ? tooManyOperations() : undefined;
      if (!ready || refusal) {
        const errors = refuseWith(refusal, context);
        logged(context, connection.address);
        return errors;
      }
      underWay.set(id, context);
      try {
        await admit(connection, id, context);
        return { schema: undefined as never, document, rootValue: await begin(ready, context, payload, format) };
      } catch (error) {
        const errors = refuseWith(error, context);
        over(connection, id);
        setImmediate(closeIfDone, connection);
        return errors;
      }
    },
    execute: ({ rootValue }) => {
      const answer = rootValue as GraphQLResponse | ResponseStream;
      return (isStream(answer) ? answer.responses : answer) as never;
    },
    // As it is: its errors are what clients see already.
    onNext: (_context, _id, _payload, _arguments, response) => response,
    onComplete: ({ extra: connection }, id) => {
      over(connection, id);
      // Once the client has been told.
      setImmediate(closeIfDone, connection);
    },
    onClose: ({ extra: connection }) => {
      connections.delete(connection);
      for (const { cancellation } of connection.underWay.values()) cancellation.cancel();
      for (const id of [...connection.underWay.keys()]) over(connection, id);
    },
  });

  /** Whether a message may be parsed; what may not ends its connection. What the first one says is kept as long as that. */
  const mayBeRead = (message: Buffer, isFirst: boolean, { socket, address }: Connection): boolean => {
    // One that is being closed still gets what was on its way.
    if (socket.readyState !== socket.OPEN) return false;
    const sender = { caller: anonymous, log };
    try {
      admission.message(message.length, address, sender);
      if (isFirst && message.length > bodyBytesOf(limits, sender)) {
        socket.close(1009, 'Expected a smaller message');
        return false;
      }
      checkJsonSize(message, limits);
      return true;
    } catch (error) {
      if (error instanceof LimitExceeded) error.tell(log);
      refused(limitExceededCode);
      socket.close(1008, (error as Error).message);
      return false;
    }
  };

  const open = (socket: WebSocket, request: IncomingMessage) => {
    const { headers } = request;
    const address = clientAddress(request, trustedProxies);
    const connection: Connection = {
      ...{ socket, headers, address, messageBytes: 0 },
      underWay: new Map(),
      ends: new Map(),
    };
    connections.add(connection);
    const closed = protocol.opened(
      {
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
            if (!mayBeRead(data, isFirst, connection)) return;
            take(data.toString()).catch((error: unknown) => {
              log.error({ err: error }, 'message of a WebSocket failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      connection,
    );
    const endPings = ping(socket, pingMs);
    // What breaks the protocol closes the socket, which is all that there is to do.
    socket.on('error', ignore);
    socket.once('close', (code, reason) => {
      endPings();
      void closed(code, reason.toString());
    });
    closeIfDone(connection);
  };

  /** Goes on as a WebSocket where its address may have another. */
  const admitConnection = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = clientAddress(request, trustedProxies);
    // Until `ws` listens.
    socket.on('error', ignore);
    try {
      await admission.fromAddress(address, { caller: anonymous, log });
      if (socket.destroyed) return;
      socket.once('close', admission.connect(address, { caller: anonymous, log }));
    } catch {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    socket.off('error', ignore);
    sockets.handleUpgrade(request, socket, head, open);
  };

  return {
    upgrade: (request, socket, head) => {
      if (isFromOtherSite(request.headers, cors)) refuse(socket, '403 Forbidden');
      else if (!pipeline() || closing) refuse(socket, '503 Service Unavailable');
      else void admitConnection(request, socket, head);
    },
    close: () => {
      closing = true;
      for (const connection of connections) closeIfDone(connection);
    },
    cut: () => {
      for (const { socket } of connections) socket.terminate();
    },
  };
}

const ignore = () => undefined;

/** Answers a request that does not become a WebSocket. */
export function refuse(socket: Duplex, status: string): void {
  const again = /^(?:429|503)/.test(status) ? 'retry-after: 1\r\n' : '';
  socket.end(`HTTP/1.1 ${status}\r\n${again}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Why an operation was not executed, as clients see it. */
class Refused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super();
  }
}

/** An error that is told as it is. */
class ToldError extends GraphQLError {
  constructor(private readonly told: GraphQLFormattedError) {
    super(told.message);
  }

  override toJSON(): GraphQLFormattedError {
    return this.told;
  }
}

function tooManyOperations(): Busy {
  return new Busy('TOO_MANY_OPERATIONS', 'Expected fewer operations at a time on one connection.', 1);
}

/** What a connection was opened with over WebSockets, where browsers can send no headers. */
function asHeaders(parameters: ConnectionContext['connectionParams'] = {}): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

/**
 * Asks a client again and again whether it is still there, and ends its connection where it does not say so.
 * @returns a function that ends this.
 */
function ping(socket: WebSocket, intervalMs: number): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, intervalMs);
  return () => {
    clearInterval(timer);
  };
}
