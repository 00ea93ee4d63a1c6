import { setImmediate as nextTurn } from 'node:timers/promises';
import { loopNow } from '@hub/runtime';
import { Places } from '../base/places.js';
import type { CircuitBreaker } from './circuit-breaker.js';

/** Times for detecting that a subgraph hangs, in milliseconds of this process's own time: see `loopNow`. */
export interface HangTimes {
  /** After this time without an answer to any fetch the subgraph counts as silent, and a trial begins. */
  readonly silentMs: number;
  /** How long the trial may take; without an answer the subgraph hangs. */
  readonly trialMs: number;
  /** The pause after an answered trial, if the subgraph still answers no fetch. */
  readonly pauseMs: number;
}

/** A hanging subgraph gets no requests from five seconds after its last answer: half of a fetch's time. */
export const defaultHangTimes: HangTimes = { silentMs: 1000, trialMs: 4000, pauseMs: 2000 };

/** The result of a trial: the subgraph answers, is unreachable, is silent, or this process was too late to know. */
export type TrialOutcome = 'answered' | 'unreachable' | 'silent' | 'unknown';

/** A fetch that waits for the subgraph. */
export interface WatchedFetch {
  /** Ends its waiting early, unless it is a mutation in flight. */
  giveUp(silentMs: number): void;
}

export interface HangWatchOptions {
  readonly breaker: Pick<CircuitBreaker, 'hold' | 'release'>;
  /** Sends the smallest request, outside the limits of fetches. It does not fail. */
  readonly trial: () => Promise<TrialOutcome>;
  readonly times?: HangTimes;
}

/**
 * Detects that a subgraph hangs, even with few fetches: equal fetches share one request, so that a circuit breaker
 * would count one failure in ten seconds. A subgraph that is slow with one caller's fetches does not hang: it answers a
 * trial meanwhile.
 */
export class HangWatch {
  readonly #fetches = new Places<WatchedFetch>();
  readonly #times: HangTimes;
  /** Since when it has requests and answered no fetch; on the clock of `loopNow`. */
  #quietSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isTrying = false;
  #isClosed = false;

  constructor(private readonly options: HangWatchOptions) {
    this.#times = options.times ?? defaultHangTimes;
  }

  /** Whether it has requests, and answered no fetch for longer than a healthy subgraph needs. */
  isSilent(): boolean {
    return this.#quietMs() >= this.#times.silentMs;
  }

  /** Notes that a fetch waits for a place or an answer. @returns its id. */
  waits(fetch: WatchedFetch): number {
    return this.#fetches.take(fetch);
  }

  /** Notes that a fetch no longer waits, whatever its outcome. */
  ended(watched: number): void {
    this.#fetches.leave(watched);
  }

  /** Notes that a fetch was sent to the subgraph. */
  asked(): void {
    this.#quietSince ??= loopNow();
    if (this.#timer === undefined && !this.#isTrying) this.#lookAfter(this.#times.silentMs);
  }

  /**
   * Notes that the subgraph answered a fetch, or that its connection failed.
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
    // Answers that arrived while this process was busy are read first.
    await nextTurn();
    const { breaker, trial } = this.options;
    let outcome: TrialOutcome | undefined;
    while (this.isSilent()) {
      outcome = await trial();
      if (this.#isClosed) return;
      if (outcome === 'answered' || outcome === 'unreachable') break;
      // The subgraph may have answered fetches meanwhile, though not the trial.
      if (outcome === 'silent' && this.isSilent() && breaker.hold()) this.#giveUpAll();
    }
    breaker.release(outcome !== 'unreachable');
    this.#isTrying = false;
    // Earlier fetches may all have left meanwhile.
    if (this.#fetches.size === 0) this.#quietSince = undefined;
    else this.#lookAfter(this.#times.pauseMs);
  }

  #giveUpAll(): void {
    const silentMs = Math.round(this.#quietMs());
    for (const fetch of this.#fetches.all()) fetch.giveUp(silentMs);
  }
}
