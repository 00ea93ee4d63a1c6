/** The limits of a queue. */
export interface QueueLimits {
  readonly events: number;
  /** Characters of JSON text, approximately its bytes. */
  readonly size: number;
}

export interface EventQueueOptions<Event> {
  readonly limits: QueueLimits;
  readonly sizeOf: (event: Event) => number;
  /** Makes the event that replaces the lost ones on overflow. */
  readonly overflow: () => Event;
  /** Called once, when the queue accepts no further event: it was ended, its reader left, or it overflowed. */
  readonly onEnd?: () => void;
}

/**
 * A queue of events for one reader, in order. On overflow, the reader loses the waiting events and gets a last event
 * that says so. So no event is lost silently, and a slow reader uses no more memory than the limits.
 *
 * Unlike an `async function*`, it ends at once if its reader leaves while it waits for an event.
 */
export class EventQueue<Event> implements AsyncGenerator<Event, undefined, undefined> {
  #waiting: { readonly event: Event; readonly size: number }[] = [];
  #size = 0;
  #ended = false;
  #readers: ((result: IteratorResult<Event, undefined>) => void)[] = [];

  constructor(private readonly options: EventQueueOptions<Event>) {}

  /** Adds an event; after the end, the event is dropped. */
  push(event: Event): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader) {
      reader({ done: false, value: event });
      return;
    }
    const { limits, sizeOf, overflow } = this.options;
    const size = sizeOf(event);
    if (this.#waiting.length >= limits.events || this.#size + size > limits.size) {
      this.#waiting = [];
      this.end(overflow());
      return;
    }
    this.#waiting.push({ event, size });
    this.#size += size;
  }

  /** Ends the queue: the reader gets the waiting events, then the last event. */
  end(last?: Event): void {
    if (this.#ended) return;
    this.#ended = true;
    if (last !== undefined) {
      const reader = this.#readers.shift();
      if (reader) reader({ done: false, value: last });
      else this.#waiting.push({ event: last, size: 0 });
    }
    for (const reader of this.#readers.splice(0)) reader(done);
    this.options.onEnd?.();
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const first = this.#waiting.shift();
    if (first) {
      this.#size -= first.size;
      return Promise.resolve({ done: false, value: first.event });
    }
    if (this.#ended) return Promise.resolve(done);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<Event, undefined>> {
    this.#waiting = [];
    this.end();
    return Promise.resolve(done);
  }

  async throw(error: unknown): Promise<IteratorResult<Event, undefined>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

const done = { done: true, value: undefined } as const;
