import {
  CloseCode,
  type ConnectionInitMessage,
  type Message,
  MessageType,
  parseMessage,
  type SubscribePayload,
} from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { WebSocketConnection } from './websocket-connection.js';

/** How long a caller may take to send `connection_init`, in milliseconds. */
const openingMs = 3000;

/** The payload of a caller's `connection_init`. */
export type ConnectionParameters = Readonly<Record<string, unknown>>;

/** An operation that a caller subscribes to. */
export interface Subscribed {
  readonly id: string;
  readonly payload: SubscribePayload;
  readonly parameters: ConnectionParameters;
  /** Size of its message, in bytes. */
  readonly bytes: number;
}

/**
 * The server's side of the protocol `graphql-transport-ws`: checks the order of a caller's messages. A breach ends the
 * connection with the code that the protocol prescribes.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export class WebSocketProtocol {
  #parameters: ConnectionParameters | undefined;
  readonly #late: NodeJS.Timeout;

  /** @param subscribe answers an operation. */
  constructor(
    private readonly connection: WebSocketConnection,
    private readonly subscribe: (subscribed: Subscribed) => void,
  ) {
    this.#late = setTimeout(() => {
      if (!this.#parameters) this.#end(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    }, openingMs);
  }

  /** Whether the caller has sent `connection_init`. */
  get isOpen(): boolean {
    return this.#parameters !== undefined;
  }

  /** Takes a message. */
  take(data: Buffer): void {
    let message: Message;
    try {
      message = parseMessage(data.toString());
    } catch {
      this.#end(CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        this.#open(message);
        break;
      case MessageType.Ping:
        void send(this.connection.socket, {
          type: MessageType.Pong,
          ...(message.payload && { payload: message.payload }),
        });
        break;
      case MessageType.Pong:
        break;
      case MessageType.Subscribe:
        this.#subscribe(message.id, message.payload, data.length);
        break;
      case MessageType.Complete:
        this.connection.complete(message.id);
        break;
      default:
        this.#end(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  /** Ends the wait for messages: the connection is closed. */
  close(): void {
    clearTimeout(this.#late);
  }

  #open({ payload }: ConnectionInitMessage): void {
    if (this.#parameters) {
      this.#end(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    this.#parameters = payload ?? {};
    void send(this.connection.socket, { type: MessageType.ConnectionAck });
  }

  #subscribe(id: string, payload: SubscribePayload, bytes: number): void {
    if (!this.#parameters) this.#end(CloseCode.Unauthorized, 'Unauthorized');
    else if (this.connection.awaits(id)) {
      this.#end(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    } else this.subscribe({ id, payload, parameters: this.#parameters, bytes });
  }

  #end(code: CloseCode, reason: string): void {
    // A close frame carries at most 123 bytes.
    this.connection.socket.close(code, Buffer.from(reason).subarray(0, 123));
  }
}

/** Sends a message; settles once it is sent, so that messages do not pile up for a caller that does not read. */
export function send(socket: WebSocket, message: object | string): Promise<void> {
  return new Promise((sent) => {
    socket.send(typeof message === 'string' ? message : JSON.stringify(message), () => {
      sent();
    });
  });
}
