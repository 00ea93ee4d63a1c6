import { readPlaceCode, type SubgraphContext } from '@hub/kit';
import { monthInProvince, parsePeriod } from '@hub/protocol';
import { passed } from '../passed.js';

/** A possible change of progress; an absent property means everywhere. */
export interface ProgressChange {
  readonly goalCode?: string | null;
  readonly communeCode?: string | null;
  /** The first month that changed, `YYYY-MM`: the people to date of all later months change with it. */
  readonly firstMonth?: string | null;
}

/** Returns the changes since the last call; none at the first. */
export interface ProgressChanges {
  next(signal: AbortSignal): Promise<readonly ProgressChange[]>;
}

/**
 * The progress that a subscriber follows: some goals in one commune, or in the root place (no commune), in one
 * period, or to date.
 */
export interface ProgressWish {
  readonly goalCodes: readonly string[];
  readonly communeCode: string | undefined;
  readonly period: string | null;
}

export interface ProgressWatchOptions {
  /** Begins to look for changes. */
  readonly open: () => ProgressChanges;
  readonly log: SubgraphContext['log'];
  readonly now: SubgraphContext['now'];
  /** Interval between two looks, in milliseconds; longer after a failure, up to half a minute. */
  readonly intervalMs?: number;
}

const longestPauseMs = 30_000;

/** Looks for changes while there is any subscriber, once for all of them. */
export class ProgressWatch {
  readonly #followers = new Set<Follower>();
  #stop: AbortController | undefined;
  #isWatching = false;

  constructor(private readonly options: ProgressWatchOptions) {}

  /**
   * Follows progress. It yields each goal once when the watch is on, so that no later change is missed, and again
   * after every possible change. For a slow reader, a goal waits once.
   * @param signal ends it.
   */
  async *follow(wish: ProgressWish, signal: AbortSignal): AsyncGenerator<string> {
    const follower = new Follower(wish, this.options.now);
    const wake = () => {
      follower.wake();
    };
    signal.addEventListener('abort', wake);
    this.#join(follower);
    try {
      while (!signal.aborted) {
        const goalCode = follower.take();
        if (goalCode === undefined) await follower.woken();
        else yield goalCode;
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#leave(follower);
    }
  }

  #join(follower: Follower): void {
    this.#followers.add(follower);
    if (this.#isWatching) follower.hear([{}]);
    if (this.#stop) return;
    this.#stop = new AbortController();
    void this.#watch(this.#stop.signal);
  }

  #leave(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size > 0) return;
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isWatching = false;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { open, log, intervalMs = 1000 } = this.options;
    const changes = open();
    let pause = intervalMs;
    // When all followers have left, the watch is over; the next follower starts another.
    const isOver = () => this.#stop?.signal !== signal;
    while (!isOver()) {
      try {
        const heard = await changes.next(signal);
        if (isOver()) return;
        for (const follower of this.#followers) follower.hear(this.#isWatching ? heard : [{}]);
        this.#isWatching = true;
        pause = intervalMs;
      } catch (error) {
        if (isOver()) return;
        pause = Math.min(pause * 2, longestPauseMs);
        log.warn({ err: error, milliseconds: pause }, 'cannot hear of changes in progress; trying again');
      }
      await passed(pause, signal);
    }
  }
}

/** A follower of progress, and its goals to yield. */
class Follower {
  readonly #waiting = new Set<string>();
  #woken: PromiseWithResolvers<void> | undefined;

  constructor(
    private readonly wish: ProgressWish,
    private readonly now: ProgressWatchOptions['now'],
  ) {}

  hear(changes: readonly ProgressChange[]): void {
    const { goalCodes, communeCode, period } = this.wish;
    const code = communeCode && readPlaceCode(communeCode).code;
    const { lastMonth } = parsePeriod(period ?? monthInProvince(this.now()));
    for (const change of changes) {
      const isHere = code === undefined || (change.communeCode ?? code) === code;
      if (!isHere || (change.firstMonth ?? lastMonth) > lastMonth) continue;
      for (const goalCode of goalCodes) if ((change.goalCode ?? goalCode) === goalCode) this.#waiting.add(goalCode);
    }
    if (this.#waiting.size > 0) this.wake();
  }

  take(): string | undefined {
    const [first] = this.#waiting;
    if (first !== undefined) this.#waiting.delete(first);
    return first;
  }

  woken(): Promise<void> {
    this.#woken = Promise.withResolvers();
    return this.#woken.promise;
  }

  wake(): void {
    this.#woken?.resolve();
  }
}
