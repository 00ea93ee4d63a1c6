import type { BreakerState } from '../connection/subgraph-stats.js';

export interface BreakerOptions {
  /** The share of failures at which it opens, from 0 to 1; above 1 it never does. */
  readonly failureRatio: number;
  /** The fewest fetches in the window that a share is taken of. */
  readonly minimumFetches: number;
  /** How far back it looks at least, in milliseconds; at most twice as far. */
  readonly windowMs: number;
  /** How long it stays open before it tries, in milliseconds. */
  readonly openMs: number;
  /** How many fetches it tries with at a time. */
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

/** Says that a fetch may go out; its end is told with it. 0 is none. */
export type Pass = number;

/** Keeps fetches from a subgraph that fails most of them, so that neither it nor those who ask wait for nothing. */
export class CircuitBreaker {
  #state: BreakerState = 'closed';
  /** Counts the changes of state: what was let out before the last one says nothing of the present. */
  #pass: Pass = 1;
  #fetches = 0;
  #failures = 0;
  #earlierFetches = 0;
  #earlierFailures = 0;
  #windowEnds = 0;
  #opened = 0;
  #probing = 0;
  /** Whether it stays open until it is told that the subgraph is back. */
  #isHeld = false;

  /** @param onChange is told of each new state. */
  constructor(
    private readonly options: BreakerOptions,
    private readonly onChange: (state: BreakerState) => void,
  ) {}

  /**
   * Whether a fetch would be refused now.
   * @param held what it was let pass with before: good for as long as the state has not changed.
   */
  refuses(held: Pass = 0): boolean {
    if (this.#state === 'closed' || held === this.#pass) return false;
    if (this.#state === 'open') return this.#isHeld || performance.now() - this.#opened < this.options.openMs;
    return this.#probing >= this.options.probes;
  }

  /** Lets a fetch pass, whose end must be told with what this returns; 0 where it may not pass. */
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

  /** A fetch ended without telling anything of the subgraph. */
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
   * Ends what `hold` began.
   * @param isBack whether the subgraph answers: then it closes; else it is open for a moment more, as after failures.
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
