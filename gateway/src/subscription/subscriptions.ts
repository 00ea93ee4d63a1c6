import type { ExecutionResult } from 'graphql';
import { Broadcast, type Events } from './broadcast.js';
import { subscriptionExpired } from './end.js';
import type { QueueLimits } from './event-queue.js';

/** The limits of one caller's queue: an event a second for two minutes, or a few very large events. */
const defaultLimits: QueueLimits = { events: 128, size: 4 * 1024 * 1024 };

/** The maximum delay of a timer in Node, in milliseconds. */
const maxTimerMs = 2 ** 31 - 1;

export interface Subscribing {
  /** Subscriptions with equal keys share one subscription to the subgraph; without a key, never shared. */
  readonly key?: string | undefined;
  readonly events: Events;
  /** The end of the caller's right to the subscription, in milliseconds since the epoch; then it gets a last event. */
  readonly expiresAt?: number | undefined;
  /** Aborted if that right ends earlier. */
  readonly ended?: AbortSignal | undefined;
}

/** The running subscriptions. */
export class Subscriptions {
  readonly #broadcasts = new Map<unknown, Broadcast>();
  #ended = false;
  #last: ExecutionResult | undefined;

  constructor(private readonly limits = defaultLimits) {}

  /**
   * Subscribes one caller. It gets the present values first, then every event. The generator does not fail; returning
   * it leaves the subscription. An early end has a last event: an error with a code.
   */
  subscribe(subscribing: Subscribing): AsyncGenerator<ExecutionResult, undefined, undefined> {
    const { key: shared, events, expiresAt, ended } = subscribing;
    const key: unknown = shared ?? Symbol('not shared');
    let broadcast = this.#broadcasts.get(key);
    if (!broadcast) {
      broadcast = new Broadcast(events, this.limits, () => this.#broadcasts.delete(key));
      this.#broadcasts.set(key, broadcast);
    }
    let stopWaiting: (() => void) | undefined;
    const expire = () => {
      queue.end(subscriptionExpired());
    };
    const queue = broadcast.join(() => {
      stopWaiting?.();
      ended?.removeEventListener('abort', expire);
    });
    if (expiresAt !== undefined) stopWaiting = atMoment(expiresAt, expire);
    ended?.addEventListener('abort', expire);
    if (ended?.aborted) expire();
    if (this.#ended) queue.end(this.#last);
    return queue;
  }

  /** The number of running subscriptions; a shared one counts once. */
  get size(): number {
    return this.#broadcasts.size;
  }

  /** Ends all subscriptions, present and future, with a last event. */
  end(last?: ExecutionResult): void {
    this.#ended = true;
    this.#last = last;
    for (const broadcast of [...this.#broadcasts.values()]) broadcast.end(last);
  }
}

/**
 * Calls `act` at a moment, in milliseconds since the epoch, or at once if it has passed.
 * @returns a function that cancels the call.
 */
function atMoment(moment: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = moment - Date.now();
    timer = left > maxTimerMs ? setTimeout(wait, maxTimerMs) : setTimeout(act, left);
  };
  wait();
  return () => {
    clearTimeout(timer);
  };
}
