import { readPlaceCode, type SubgraphContext } from '@hub/kit';
import { monthInProvince, parsePeriod } from '@hub/protocol';
import { passed } from '../passed.js';

/** What may have changed in the progress towards the goals; what is left out, everywhere. */
export interface ProgressChange {
  readonly goalCode?: string | null;
  readonly communeCode?: string | null;
  /** The first month that changed, `YYYY-MM`: in all later ones people to date do. */
  readonly firstMonth?: string | null;
}

/** Tells what changed since it was asked before; the first time, nothing. */
export interface ProgressChanges {
  next(signal: AbortSignal): Promise<readonly ProgressChange[]>;
}

/** Whose progress somebody follows: some goals in one commune, or the root place (no commune), in one period, or to date. */
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
  /** How long to wait between two looks, in milliseconds; after a failure longer, up to half a minute. */
  readonly intervalMs?: number;
}

const longestPauseMs = 30_000;

/** Looks for changes while anybody follows any progress: once for all who do. */
export class ProgressWatch {
  readonly #followers = new Set<Follower>();
  #stop: AbortController | undefined;
  #isWatching = false;

  constructor(private readonly options: ProgressWatchOptions) {}

  /**
   * Follows progress: tells each goal once when the watch is on, so that nothing is missed from then on, and again
   * whenever its progress may have changed. However slowly they are taken, a goal waits once.
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
    // When all have left, it is over; who comes then has another watch.
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

/** Somebody who follows progress, and what there is to tell. */
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
