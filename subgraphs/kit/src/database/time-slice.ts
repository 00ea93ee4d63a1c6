import { setImmediate } from 'node:timers/promises';

/** How long a turn may take before other work runs, in milliseconds. */
const turnMs = 2;

/** Limits the turns of long work: the work checks `isOver` often, and then lets other work run. */
export class TimeSlice {
  #began = performance.now();

  /** Whether this turn has been long enough. */
  get isOver(): boolean {
    return performance.now() - this.#began > turnMs;
  }

  /** Lets other work run. */
  async next(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
