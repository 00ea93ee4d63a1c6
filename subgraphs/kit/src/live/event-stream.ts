import { Readable } from 'node:stream';

export interface EventStreamOptions {
  /**
   * How often a keep-alive is sent while no event comes, in milliseconds. A reader that took no data between two
   * keep-alives is disconnected.
   */
  readonly keepAliveMs?: number;
  /** Gives each event, by its type and data, the id that proves its origin to the reader. */
  readonly seal?: ((event: string, data: string) => string) | undefined;
  /** Called once, when the reader has left. */
  readonly onLeave: () => void;
}

/**
 * GraphQL responses as server-sent events, taken one by one at the reader's speed: an event `next` for each, and
 * `complete` at the end. Where the responses fail, the stream is cut, so that the reader sees that it is incomplete.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md#distinct-connections-mode
 */
export class EventStream extends Readable {
  readonly #responses: AsyncIterator<object>;
  readonly #seal: EventStreamOptions['seal'];
  readonly #onLeave: () => void;
  readonly #keepAlive: NodeJS.Timeout;
  #asked = false;
  #wasFull = false;

  constructor(responses: AsyncIterable<object>, { keepAliveMs = 12_000, seal, onLeave }: EventStreamOptions) {
    super();
    this.#responses = responses[Symbol.asyncIterator]();
    this.#seal = seal;
    this.#onLeave = onLeave;
    this.#keepAlive = setInterval(() => {
      this.#keepAliveOrCut();
    }, keepAliveMs);
    // Sends the headers at once.
    this.push(':\n\n');
  }

  override _read(): void {
    // A keep-alive counts as read too, while a response is still requested.
    if (this.#asked) return;
    this.#asked = true;
    this.#responses.next().then(
      ({ done, value }) => {
        this.#asked = false;
        if (this.destroyed) return;
        if (done) {
          // A browser's EventSource drops an event without the field `data`.
          this.#pushEvent('complete', '');
          this.push(null);
        } else {
          // JSON text has no line breaks, which would end the field.
          this.#pushEvent('next', JSON.stringify(value));
        }
      },
      (error: unknown) => this.destroy(error as Error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearInterval(this.#keepAlive);
    this.#onLeave();
    void this.#responses.return?.();
    done(error);
  }

  #pushEvent(event: string, data: string): void {
    const id = this.#seal ? `id: ${this.#seal(event, data)}\n` : '';
    this.push(`event: ${event}\n${id}data:${data && ` ${data}`}\n\n`);
  }

  #keepAliveOrCut(): void {
    const isFull = this.readableLength > 0;
    if (isFull && this.#wasFull) this.destroy();
    else if (!isFull) this.push(':\n\n');
    this.#wasFull = isFull;
  }
}
