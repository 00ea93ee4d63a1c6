import { setImmediate } from 'node:timers/promises';

/** How long a turn may take before others have theirs, in milliseconds. */
const turnMs = 2;

/** Long work that gives way: whoever does it asks often, and waits now and then while others have their turn. */
export class TimeSlice {
  #began = performance.now();

  /** Whether this turn has been long enough. */
  get isOver(): boolean {
    return performance.now() - this.#began > turnMs;
  }

  /** Lets others have their turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
