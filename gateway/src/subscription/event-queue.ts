/** What may wait in a queue at most. */
export interface QueueLimits {
  readonly events: number;
  /** Characters of JSON text, which are about its bytes. */
  readonly size: number;
}

export interface EventQueueOptions<Event> {
  readonly limits: QueueLimits;
  readonly sizeOf: (event: Event) => number;
  /** What is told in the place of the events that are lost when more are waiting than may. */
  readonly overflow: () => Event;
  /** Called once, when no further event is taken: the queue was ended, its reader left, or it overflowed. */
  readonly onEnd?: () => void;
}

/**
 * Events on their way to one reader, in order. A reader that falls behind the limits loses what is waiting and is
 * told so, as its last event: nothing is lost in silence, and a slow reader costs no more memory than the limits.
 *
 * Unlike an `async function*`, it ends at once when its reader leaves while it waits for an event.
 */
export class EventQueue<Event> implements AsyncGenerator<Event, undefined, undefined> {
  #waiting: { readonly event: Event; readonly size: number }[] = [];
  #size = 0;
  #ended = false;
  #readers: ((result: IteratorResult<Event, undefined>) => void)[] = [];

  constructor(private readonly options: EventQueueOptions<Event>) {}

  /** Adds an event; after the end it is dropped. */
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

  /** Ends the queue after what is waiting, and a last event. */
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
