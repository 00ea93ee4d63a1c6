import { LruCache } from '../lru-cache.js';

/** How much planning time of a caller is forgotten in a second, in milliseconds. */
const forgottenPerSecond = 100;

/** From how much planning time on a caller is one whose operations are hard, in milliseconds. */
const hardMs = 1000;

/** The most planning time that is remembered of a caller, in milliseconds: it is forgotten after less than a minute. */
const mostMs = 5000;

/** How many callers are remembered. */
const maxCallers = 1000;

/** Tells which callers' operations took much planning time lately: a bucket of milliseconds for each, which leaks. */
export class HardCallers {
  readonly #callers = new LruCache<{ readonly milliseconds: number; readonly at: number }>(maxCallers);

  /** Whether a caller's operations took much time lately. */
  isHard(caller: string): boolean {
    return this.#left(caller) >= hardMs;
  }

  /** Notes that an operation of a caller took some time, in milliseconds. */
  note(caller: string, milliseconds: number): void {
    const sum = Math.min(this.#left(caller) + milliseconds, mostMs);
    this.#callers.set(caller, { milliseconds: sum, at: performance.now() }, 1);
  }

  #left(caller: string): number {
    const known = this.#callers.get(caller);
    if (!known) return 0;
    return Math.max(known.milliseconds - ((performance.now() - known.at) / 1000) * forgottenPerSecond, 0);
  }
}
