import type { BreakerState } from '../connection/subgraph-stats.js';

export interface BreakerOptions {
  /** The share of failures at which it opens, from 0 to 1; above 1 it never does. */
  readonly failureRatio: number;
  /** The fewest fetches in the window for which a share is computed. */
  readonly minimumFetches: number;
  /** The shortest window, in milliseconds; it is at most twice as long. */
  readonly windowMs: number;
  /** How long it stays open before it tries, in milliseconds. */
  readonly openMs: number;
  /** How many trial fetches run at a time. */
  readonly probes: number;
}

export const defaultBreaker: BreakerOptions = {
  failureRatio: 0.5,
  minimumFetches: 20,
  windowMs: 5000,
  openMs: 2000,
  probes: 3,
};

/** Never opens. */
export const noBreaker: BreakerOptions = { ...defaultBreaker, failureRatio: Infinity };

/** The permission for a fetch, which is reported back at its end. 0 is none. */
export type Pass = number;

/** Stops fetches to a subgraph that fails most of them, so that neither the subgraph nor callers wait in vain. */
export class CircuitBreaker {
  #state: BreakerState = 'closed';
  /** Counts the changes of state: fetches that began before the last change do not count for the present state. */
  #pass: Pass = 1;
  #fetches = 0;
  #failures = 0;
  #earlierFetches = 0;
  #earlierFailures = 0;
  #windowEnds = 0;
  #opened = 0;
  #probing = 0;
  /** Whether it stays open until `release`. */
  #isHeld = false;

  /** @param onChange called with each new state. */
  constructor(
    private readonly options: BreakerOptions,
    private readonly onChange: (state: BreakerState) => void,
  ) {}

  /**
   * Whether a fetch would be refused now.
   * @param held its earlier permission, valid until the state changes.
   */
  refuses(held: Pass = 0): boolean {
    if (this.#state === 'closed' || held === this.#pass) return false;
    if (this.#state === 'open') return this.#isHeld || performance.now() - this.#opened < this.options.openMs;
    return this.#probing >= this.options.probes;
  }

  /** Permits a fetch, whose end must be reported with the returned pass; 0 if it is refused. */
  letPass(held: Pass = 0): Pass {
    if (held === this.#pass) return held;
    if (this.refuses()) return 0;
    if (this.#state === 'open') this.#change('half-open');
    if (this.#state === 'half-open') this.#probing += 1;
    return this.#pass;
  }

  succeeded(pass: Pass): void {
    if (pass !== this.#pass) return;
    if (this.#state === 'half-open') this.#change('closed');
    else this.#count(0);
  }

  failed(pass: Pass): void {
    if (pass !== this.#pass) return;
    if (this.#state === 'half-open') {
      this.#change('open');
      return;
    }
    this.#count(1);
    const { minimumFetches, failureRatio } = this.options;
    const fetches = this.#fetches + this.#earlierFetches;
    const failures = this.#failures + this.#earlierFailures;
    if (fetches >= minimumFetches && failures >= fetches * failureRatio) this.#change('open');
  }

  /** A fetch ended without a sign of the subgraph's health. */
  left(pass: Pass): void {
    if (pass === this.#pass && this.#state === 'half-open') this.#probing -= 1;
  }

  /**
   * Opens, and stays open until `release`: the subgraph is known to hang.
   * @returns whether it is open; a breaker that is off stays closed.
   */
  hold(): boolean {
    if (this.options.failureRatio > 1) return false;
    this.#isHeld = true;
    if (this.#state !== 'open') this.#change('open');
    return true;
  }

  /**
   * Ends a `hold`.
   * @param isBack whether the subgraph answers: the breaker then closes; else it stays open for its usual time.
   */
  release(isBack: boolean): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (isBack) this.#change('closed');
    else this.#opened = performance.now();
  }

  #count(failures: 0 | 1): void {
    const now = performance.now();
    const { windowMs } = this.options;
    if (now >= this.#windowEnds) {
      const recent = now < this.#windowEnds + windowMs;
      this.#earlierFetches = recent ? this.#fetches : 0;
      this.#earlierFailures = recent ? this.#failures : 0;
      this.#fetches = this.#failures = 0;
      this.#windowEnds = now + windowMs;
    }
    this.#fetches += 1;
    this.#failures += failures;
  }

  #change(state: BreakerState): void {
    this.#state = state;
    this.#pass += 1;
    this.#probing = 0;
    if (state === 'open') this.#opened = performance.now();
    if (state === 'closed') this.#fetches = this.#failures = this.#earlierFetches = this.#earlierFailures = 0;
    this.onChange(state);
  }
}
