import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { ClientRequest } from '../request/context.js';
import type { RequestLog } from '../telemetry/request-log.js';

/** A client's connection, and what is under way on it by the client's ids. */
export class WebSocketConnection {
  /** How many bytes the message has that is being read. */
  messageBytes = 0;
  /** Whether nothing is begun on it any more. */
  isClosing = false;
  readonly #underWay = new Map<string, ClientRequest>();
  /** What is to be called when each of them is over. */
  readonly #ends = new Map<string, () => void>();

  constructor(
    readonly socket: WebSocket,
    /** What the connection was opened with. */
    readonly headers: IncomingHttpHeaders,
    /** Whose it is: see `clientAddress`. */
    readonly address: string,
    /** The address that it comes from, whole. */
    readonly from: string,
    private readonly requestLog: RequestLog | undefined,
  ) {}

  /** How many operations are under way. */
  get operations(): number {
    return this.#underWay.size;
  }

  /** An operation is under way. */
  begin(id: string, context: ClientRequest): void {
    this.#underWay.set(id, context);
  }

  /** Calls a function when an operation is over; at once where it is by now, since the connection may be gone. */
  whenOver(id: string, end: () => void): void {
    if (this.#underWay.has(id)) this.#ends.set(id, end);
    else end();
  }

  /** An operation is over. */
  over(id: string): void {
    this.#end(id);
    // Once the client has been told.
    setImmediate(() => {
      this.#closeIfDone();
    });
  }

  /** Logs an operation that is answered, or refused. */
  logged(context: ClientRequest): void {
    this.requestLog?.end(context, { stream: context.record?.stream, address: () => this.address });
  }

  /** From now on nothing is begun, and it is closed once what it asked is answered. */
  close(): void {
    this.isClosing = true;
    this.#closeIfDone();
  }

  /** Its client has left: all that is under way is given up. */
  left(): void {
    for (const { cancellation } of this.#underWay.values()) cancellation.cancel();
    for (const id of [...this.#underWay.keys()]) this.#end(id);
  }

  #end(id: string): void {
    const context = this.#underWay.get(id);
    this.#underWay.delete(id);
    this.#ends.get(id)?.();
    this.#ends.delete(id);
    if (context) this.logged(context);
  }

  #closeIfDone(): void {
    if (this.isClosing && this.#underWay.size === 0) this.socket.close(1001, 'Going away');
  }
}

/**
 * Asks a client again and again whether it is still there, and ends its connection where it does not say so.
 * @returns a function that ends this.
 */
export function ping(socket: WebSocket, intervalMs: number): () => void {
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
