import { setImmediate as nextTurn } from 'node:timers/promises';
import { loopNow } from '@hub/runtime';
import { Places } from '../base/places.js';
import type { CircuitBreaker } from './circuit-breaker.js';

/** How a subgraph that says nothing is found to hang. All in milliseconds of this process's own time: see `loopNow`. */
export interface HangTimes {
  /** How long it may answer none of its fetches before it counts as silent, and is asked whether it is there. */
  readonly silentMs: number;
  /** How long the answer to that may take; a subgraph that does not give it hangs. */
  readonly trialMs: number;
  /** How long after an answered trial the next one is, where it goes on answering no fetch. */
  readonly pauseMs: number;
}

/** A subgraph that hangs is left alone five seconds after its last word: half of a fetch's time. */
export const defaultHangTimes: HangTimes = { silentMs: 1000, trialMs: 4000, pauseMs: 2000 };

/** What a trial found: the subgraph answers, it cannot be reached, it says nothing, or this process was too late to know. */
export type TrialOutcome = 'answered' | 'unreachable' | 'silent' | 'unknown';

/** A fetch that waits for the subgraph. */
export interface WatchedFetch {
  /** Ends its waiting early, unless it may change something and is on its way. */
  giveUp(silentMs: number): void;
}

export interface HangWatchOptions {
  readonly breaker: Pick<CircuitBreaker, 'hold' | 'release'>;
  /** Asks the subgraph the least that there is to ask, beside all fetches and their limits. It does not fail. */
  readonly trial: () => Promise<TrialOutcome>;
  readonly times?: HangTimes;
}

/**
 * Finds out that a subgraph hangs, however few fetches say so: equal fetches share one request, so that a breaker that
 * counts them hears of one failure in ten seconds. A subgraph that is slow with what one caller asks does not hang: it
 * answers a trial meanwhile.
 */
export class HangWatch {
  readonly #fetches = new Places<WatchedFetch>();
  readonly #times: HangTimes;
  /** Since when it was asked something and has answered no fetch; on the clock of `loopNow`. */
  #quietSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isTrying = false;
  #isClosed = false;

  constructor(private readonly options: HangWatchOptions) {
    this.#times = options.times ?? defaultHangTimes;
  }

  /** Whether it was asked, and has answered no fetch for longer than a healthy subgraph needs. */
  isSilent(): boolean {
    return this.#quietMs() >= this.#times.silentMs;
  }

  /** A fetch begins to wait, for a place or an answer. @returns what it is known by. */
  waits(fetch: WatchedFetch): number {
    return this.#fetches.take(fetch);
  }

  /** It waits no more, whatever came of it. */
  ended(watched: number): void {
    this.#fetches.leave(watched);
  }

  /** A fetch has its place, so that it is the subgraph's turn. */
  asked(): void {
    this.#quietSince ??= loopNow();
    if (this.#timer === undefined && !this.#isTrying) this.#lookAfter(this.#times.silentMs);
  }

  /**
   * The subgraph answered a fetch, or its connection said that it is not there.
   * @param inFlight how many others wait for its answer.
   */
  answered(inFlight: number): void {
    this.#quietSince = inFlight > 0 ? loopNow() : undefined;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #quietMs(): number {
    return this.#quietSince === undefined ? 0 : loopNow() - this.#quietSince;
  }

  #lookAfter(milliseconds: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, milliseconds);
    this.#timer.unref();
  }

  #look(): void {
    if (this.#quietSince === undefined) return;
    const left = this.#times.silentMs - this.#quietMs();
    if (left > 0) this.#lookAfter(Math.ceil(left));
    else void this.#try();
  }

  async #try(): Promise<void> {
    this.#isTrying = true;
    // Answers that have come while this process was busy are read first.
    await nextTurn();
    const { breaker, trial } = this.options;
    let outcome: TrialOutcome | undefined;
    while (this.isSilent()) {
      outcome = await trial();
      if (this.#isClosed) return;
      if (outcome === 'answered' || outcome === 'unreachable') break;
      // It may have answered fetches meanwhile, though not the trial.
      if (outcome === 'silent' && this.isSilent() && breaker.hold()) this.#giveUpAll();
    }
    breaker.release(outcome !== 'unreachable');
    this.#isTrying = false;
    // What it was asked before may be nobody's any more.
    if (this.#fetches.size === 0) this.#quietSince = undefined;
    else this.#lookAfter(this.#times.pauseMs);
  }

  #giveUpAll(): void {
    const silentMs = Math.round(this.#quietMs());
    for (const fetch of this.#fetches.all()) fetch.giveUp(silentMs);
  }
}
