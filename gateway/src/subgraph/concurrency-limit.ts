import type { CountedStats } from './subgraph-stats.js';

/** One that waits for a place. */
export interface Waiter {
  /** It has a place; it must leave it. */
  start(): void;
}

/** Lets a number of requests to a subgraph be under way, and some more wait for them, first come, first served. */
export class ConcurrencyLimit {
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiter>();
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
  ) {}

  /** Starts the waiter, now or once there is a place; false when too many wait already. */
  enter(waiter: Waiter): boolean {
    const { stats } = this;
    if (stats.inFlight < this.places) {
      stats.inFlight += 1;
      waiter.start();
      return true;
    }
    if (stats.queued >= this.maxQueue) return false;
    stats.queued += 1;
    this.#waiting.add(waiter);
    return true;
  }

  /** Gives a place back, and to the next. */
  leave(): void {
    const { stats } = this;
    stats.inFlight -= 1;
    // One that leaves as it starts is followed here, and not within its own call: thousands may do so in a row.
    if (this.#handingOn || stats.queued === 0) return;
    this.#handingOn = true;
    try {
      for (const next of this.#waiting) {
        if (stats.inFlight >= this.places) break;
        this.withdraw(next);
        stats.inFlight += 1;
        next.start();
      }
    } finally {
      this.#handingOn = false;
    }
  }

  /** Ends the waiting of one that was not started. */
  withdraw(waiter: Waiter): void {
    if (this.#waiting.delete(waiter)) this.stats.queued -= 1;
  }
}
