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
    if (stats.queued === 0) return;
    const [next] = this.#waiting;
    if (!next) return;
    this.withdraw(next);
    stats.inFlight += 1;
    next.start();
  }

  /** Ends the waiting of one that was not started. */
  withdraw(waiter: Waiter): void {
    if (this.#waiting.delete(waiter)) this.stats.queued -= 1;
  }
}
