import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { CallerRequest } from '../request/context.js';

/** An operation on a connection, from its beginning until all its work is over. */
export class WebSocketOperation {
  /** The stream of its parts or events, if it has one. */
  stream: AsyncGenerator<object> | undefined;
  /** Whether it is a subscription, which ends only when one side ends it; undefined until its document is read. */
  isSubscription: boolean | undefined;
  /** Frees its place. */
  free: (() => void) | undefined;

  constructor(
    /** The caller's id, which the caller may use again once this operation is complete. */
    readonly id: string,
    readonly context: CallerRequest,
    /** Size of the message, in bytes. */
    readonly bytes: number,
  ) {}

  /** Stops the work for it. */
  cancel(): void {
    this.context.cancellation.cancel();
    void this.stream?.return(undefined);
  }
}

/** A caller's connection, with the operations on it. */
export class WebSocketConnection {
  /** Whether the connection takes no further operations. */
  isClosing = false;
  /** The code and reason with which the connection is closed. */
  #ending: readonly [code: number, reason: string] = [1001, 'Going away'];
  /** The operations whose answer the caller awaits, by id. */
  readonly #awaited = new Map<string, WebSocketOperation>();
  /** All operations with work left, even after the caller has completed them. */
  readonly #underWay = new Set<WebSocketOperation>();

  constructor(
    readonly socket: WebSocket,
    /** The request that opened the connection. */
    readonly opening: CallerRequest,
    /** Called for each operation that is over. */
    private readonly ended: (context: CallerRequest) => void,
  ) {}

  /** The headers of the request that opened the connection. */
  get headers(): Readonly<IncomingHttpHeaders> {
    return this.opening.headers;
  }

  /** How many operations have work left. */
  get operations(): number {
    return this.#underWay.size;
  }

  /** Whether the caller awaits the answer of the operation with an id. */
  awaits(id: string): boolean {
    return this.#awaited.has(id);
  }

  /** Adds an operation whose answer the caller awaits. */
  begin(operation: WebSocketOperation): void {
    this.#awaited.set(operation.id, operation);
    this.#underWay.add(operation);
  }

  /** Whether the caller still awaits an operation. */
  isAwaited(operation: WebSocketOperation): boolean {
    return this.#awaited.get(operation.id) === operation;
  }

  /** The caller no longer awaits the operation with an id. */
  complete(id: string): void {
    const operation = this.#awaited.get(id);
    this.#awaited.delete(id);
    operation?.cancel();
  }

  /** All work for an operation is over. */
  over(operation: WebSocketOperation): void {
    if (this.isAwaited(operation)) this.#awaited.delete(operation.id);
    this.#end(operation);
    this.#closeIfDone();
  }

  /** Refuses further operations, and closes the connection once the present ones are answered. */
  close(): void {
    this.isClosing = true;
    this.#closeIfDone();
  }

  /**
   * Closes the connection once its queries are answered, so that the caller opens another and subscribes again.
   * Programs that speak graphql-transport-ws do so by themselves after this code; the reason says why. Subscriptions
   * end without a message.
   * @param code 1013 if an operation could not begin.
   */
  askAgain(reason: string, code: 1012 | 1013 = 1012): void {
    // A close frame carries at most 123 bytes.
    if (!this.isClosing) this.#ending = [code, reason.slice(0, 100)];
    this.isClosing = true;
    for (const [id, operation] of [...this.#awaited]) {
      if (!operation.isSubscription) continue;
      this.#awaited.delete(id);
      operation.cancel();
    }
    this.#closeIfDone();
  }

  /** The caller has left: all work for it stops. */
  left(): void {
    this.#awaited.clear();
    for (const operation of this.#underWay) {
      operation.cancel();
      this.#end(operation);
    }
  }

  #end(operation: WebSocketOperation): void {
    if (!this.#underWay.delete(operation)) return;
    operation.free?.();
    this.ended(operation.context);
  }

  #closeIfDone(): void {
    if (this.isClosing && this.#underWay.size === 0) this.socket.close(...this.#ending);
  }
}

/**
 * Pings a caller at intervals, and ends a connection that does not answer.
 * @returns a function that stops this.
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
