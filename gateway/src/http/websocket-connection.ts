import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { CallerRequest } from '../request/context.js';

/** An operation on a connection, from its beginning until all is over that is done for it. */
export class WebSocketOperation {
  /** Its parts or events, where it has some. */
  stream: AsyncGenerator<object> | undefined;
  /** Whether it has events, which end only where somebody ends them; undefined as long as its document is not read. */
  isSubscription: boolean | undefined;
  /** Frees its place. */
  free: (() => void) | undefined;

  constructor(
    /** The caller's own, which it may give to another operation once this one is complete. */
    readonly id: string,
    readonly context: CallerRequest,
    /** How many bytes the message had that it came in. */
    readonly bytes: number,
  ) {}

  /** Gives up what is done for it. */
  cancel(): void {
    this.context.cancellation.cancel();
    void this.stream?.return(undefined);
  }
}

/** A caller's connection, and what is under way on it. */
export class WebSocketConnection {
  /** Whether nothing is begun on it any more. */
  isClosing = false;
  /** With what it is closed. */
  #ending: readonly [code: number, reason: string] = [1001, 'Going away'];
  /** What the caller waits for, by its ids. */
  readonly #awaited = new Map<string, WebSocketOperation>();
  /** Also what it does not wait for any more, until that is over. */
  readonly #underWay = new Set<WebSocketOperation>();

  constructor(
    readonly socket: WebSocket,
    /** The request that it was opened with. */
    readonly opening: CallerRequest,
    /** Is told of each operation that is over. */
    private readonly ended: (context: CallerRequest) => void,
  ) {}

  /** What the connection was opened with. */
  get headers(): Readonly<IncomingHttpHeaders> {
    return this.opening.headers;
  }

  /** How many operations are under way. */
  get operations(): number {
    return this.#underWay.size;
  }

  /** Whether the caller waits for an operation of an id. */
  awaits(id: string): boolean {
    return this.#awaited.has(id);
  }

  /** An operation is under way, for which the caller waits. */
  begin(operation: WebSocketOperation): void {
    this.#awaited.set(operation.id, operation);
    this.#underWay.add(operation);
  }

  /** Whether the caller still waits for an operation. */
  isAwaited(operation: WebSocketOperation): boolean {
    return this.#awaited.get(operation.id) === operation;
  }

  /** The caller does not wait any more for what has an id. */
  complete(id: string): void {
    const operation = this.#awaited.get(id);
    this.#awaited.delete(id);
    operation?.cancel();
  }

  /** All is over that was done for an operation. */
  over(operation: WebSocketOperation): void {
    if (this.isAwaited(operation)) this.#awaited.delete(operation.id);
    this.#end(operation);
    this.#closeIfDone();
  }

  /** From now on nothing is begun, and it is closed once what it asked is answered. */
  close(): void {
    this.isClosing = true;
    this.#closeIfDone();
  }

  /**
   * Is closed once its queries are answered, so that its caller opens another and subscribes again: the code is one after
   * which programs that speak graphql-transport-ws do so by themselves, and the reason says why. Subscriptions end without a word.
   * @param code 1013 where one could not begin.
   */
  askAgain(reason: string, code: 1012 | 1013 = 1012): void {
    // What may be said in closing is 123 bytes.
    if (!this.isClosing) this.#ending = [code, reason.slice(0, 100)];
    this.isClosing = true;
    for (const [id, operation] of [...this.#awaited]) {
      if (!operation.isSubscription) continue;
      this.#awaited.delete(id);
      operation.cancel();
    }
    this.#closeIfDone();
  }

  /** Its caller has left: all that is under way is given up. */
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
 * Asks a caller again and again whether it is still there, and ends its connection where it does not say so.
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
