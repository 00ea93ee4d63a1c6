import { type ExecutionResult, GraphQLError } from 'graphql';
import { responseText } from '../base/response-text.js';
import { subscriptionTooSlow } from './end.js';
import { EventQueue, type QueueLimits } from './event-queue.js';
import { PresentEvents } from './present-events.js';

/** Opens the events of one subscription; they end soon after the signal is aborted. */
export type Events = (signal: AbortSignal) => AsyncIterable<ExecutionResult>;

/**
 * One running subscription with any number of listeners. Each listener first gets the kept present values, then every
 * event from the time it joined.
 */
export class Broadcast {
  readonly #listeners = new Set<EventQueue<ExecutionResult>>();
  readonly #stop = new AbortController();
  readonly #present: PresentEvents;

  /** @param onEnd called once, when the subscription accepts no more listeners. */
  constructor(
    events: Events,
    private readonly limits: QueueLimits,
    private readonly onEnd: () => void,
  ) {
    // Half of a listener's queue, so that new events have room too.
    this.#present = new PresentEvents({ events: limits.events / 2, size: limits.size / 2 });
    void this.#run(events);
  }

  /**
   * Adds a listener. The subscription stops when the last listener leaves.
   * @param onEnd called once, when this listener gets no further event.
   */
  join(onEnd: () => void): EventQueue<ExecutionResult> {
    const queue = new EventQueue<ExecutionResult>({
      limits: this.limits,
      sizeOf: (event) => responseText(event).length,
      overflow: subscriptionTooSlow,
      onEnd: () => {
        onEnd();
        this.#listeners.delete(queue);
        if (this.#listeners.size === 0) this.end();
      },
    });
    this.#listeners.add(queue);
    for (const event of this.#present.all) queue.push(event);
    return queue;
  }

  /** Ends the subscription for all listeners, with a last event. */
  end(last?: ExecutionResult): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.onEnd();
    for (const listener of [...this.#listeners]) listener.end(last);
  }

  async #run(events: Events): Promise<void> {
    const { signal } = this.#stop;
    try {
      for await (const event of events(signal)) {
        if (signal.aborted) break;
        this.#present.take(event);
        for (const listener of [...this.#listeners]) listener.push(event);
      }
      this.end();
    } catch (error) {
      const originalError = error instanceof Error ? error : new Error(String(error));
      this.end({ errors: [new GraphQLError(originalError.message, { originalError })] });
    }
  }
}
