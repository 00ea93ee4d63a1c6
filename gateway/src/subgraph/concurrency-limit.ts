import type { CountedStats } from '../connection/subgraph-stats.js';

/** One that waits for a place. */
export interface Waiter {
  /** Whose it is: places and the queue are shared out between callers; undefined where nobody is told apart. */
  readonly client: string | undefined;
  /** It has a place; it must leave it. */
  start(): void;
}

/** The most that one caller has of the places; the rest is there for the others, who then need not wait for it. */
const shareOfPlaces = 3 / 4;

/** The most that one caller has of the queue. */
const shareOfQueue = 1 / 4;

/**
 * Lets a number of requests to a subgraph be under way, and some more wait for them. A place that becomes free goes to
 * each caller in turn, and among one caller's requests to the one that came first.
 */
export class ConcurrencyLimit {
  /** The requests of each caller in the order in which they came; the callers in the order of their turns. */
  readonly #waiting = new Map<string | undefined, Set<Waiter>>();
  readonly #held = new Map<string, number>();
  readonly #placesEach: number;
  readonly #queueEach: number;
  #handingOn = false;

  /**
   * @param places how many may be under way.
   * @param maxQueue how many may wait.
   * @param stats has how many do.
   */
  constructor(
    private readonly places: number,
    private readonly maxQueue: number,
    private readonly stats: Pick<CountedStats, 'inFlight' | 'queued'>,
  ) {
    this.#placesEach = Math.ceil(places * shareOfPlaces);
    this.#queueEach = Math.ceil(maxQueue * shareOfQueue);
  }

  /** Whether all places are taken, or somebody waits: then the subgraph has all that it is sent at a time. */
  get isFull(): boolean {
    return this.stats.inFlight >= this.places || this.stats.queued > 0;
  }

  /** Starts the waiter, now or once there is a place for its caller; false when too many wait already. */
  enter(waiter: Waiter): boolean {
    const { stats } = this;
    const { client } = waiter;
    if (stats.inFlight < this.places && this.#mayHold(client)) {
      this.#start(waiter);
      return true;
    }
    const own = this.#waiting.get(client);
    if (stats.queued >= this.maxQueue) return false;
    if (client !== undefined && own && own.size >= this.#queueEach) return false;
    stats.queued += 1;
    if (own) own.add(waiter);
    else this.#waiting.set(client, new Set([waiter]));
    return true;
  }

  /** Gives a waiter's place back, and to the next. */
  leave({ client }: Waiter): void {
    this.stats.inFlight -= 1;
    if (client !== undefined) {
      const held = (this.#held.get(client) ?? 1) - 1;
      if (held === 0) this.#held.delete(client);
      else this.#held.set(client, held);
    }
    // One that leaves as it starts is followed here, and not within its own call: thousands may do so in a row.
    if (this.#handingOn || this.stats.queued === 0) return;
    this.#handingOn = true;
    try {
      while (this.stats.inFlight < this.places) {
        const next = this.#next();
        if (!next) break;
        this.#start(next);
      }
    } finally {
      this.#handingOn = false;
    }
  }

  /** Ends the waiting of one that was not started. */
  withdraw(waiter: Waiter): void {
    const own = this.#waiting.get(waiter.client);
    if (!own?.delete(waiter)) return;
    this.stats.queued -= 1;
    if (own.size === 0) this.#waiting.delete(waiter.client);
  }

  #mayHold(client: string | undefined): boolean {
    return client === undefined || (this.#held.get(client) ?? 0) < this.#placesEach;
  }

  #start(waiter: Waiter): void {
    const { client } = waiter;
    this.stats.inFlight += 1;
    if (client !== undefined) this.#held.set(client, (this.#held.get(client) ?? 0) + 1);
    waiter.start();
  }

  /** Takes the next whose turn it is out of the queue; its caller's next turn comes after all others'. */
  #next(): Waiter | undefined {
    for (const [client, own] of this.#waiting) {
      const [first] = own;
      if (!first || !this.#mayHold(client)) continue;
      own.delete(first);
      this.stats.queued -= 1;
      this.#waiting.delete(client);
      if (own.size > 0) this.#waiting.set(client, own);
      return first;
    }
    return undefined;
  }
}
