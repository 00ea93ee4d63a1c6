import type { ExecutionResult } from 'graphql';
import { Broadcast, type Events } from './broadcast.js';
import { subscriptionExpired } from './end.js';
import type { QueueLimits } from './event-queue.js';

/** What a caller may have waiting: an event a second for two minutes, or a few that are very large. */
const defaultLimits: QueueLimits = { events: 128, size: 4 * 1024 * 1024 };

/** The longest that a timer of Node's can run, in milliseconds. */
const maxTimerMs = 2 ** 31 - 1;

export interface Subscribing {
  /** What subscriptions are equal by: equal ones share what is asked of the subgraph. Absent: never shared. */
  readonly key?: string | undefined;
  readonly events: Events;
  /** When the caller's right to it ends, in milliseconds since the epoch; then it is told so. */
  readonly expiresAt?: number | undefined;
  /** Aborted where it ends before. */
  readonly ended?: AbortSignal | undefined;
}

/** The subscriptions that are under way. */
export class Subscriptions {
  readonly #broadcasts = new Map<unknown, Broadcast>();
  #ended = false;
  #last: ExecutionResult | undefined;

  constructor(private readonly limits = defaultLimits) {}

  /**
   * Subscribes one caller: it gets every event from now on, after what others were told that is so at present. The generator does not fail, and returning it is leaving.
   * What ends a subscription before its time is its last event: an error with a code.
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

  /** How many are under way, those that are shared once. */
  get size(): number {
    return this.#broadcasts.size;
  }

  /** Ends all subscriptions, now and from now on, with a last event. */
  end(last?: ExecutionResult): void {
    this.#ended = true;
    this.#last = last;
    for (const broadcast of [...this.#broadcasts.values()]) broadcast.end(last);
  }
}

/**
 * Does something at a moment, in milliseconds since the epoch; at once where that is over.
 * @returns how to have it not done.
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
