/** What is told when its time is over, unless it is ended before. */
export class Alarm<T> {
  older: Alarm<T> | undefined;
  newer: Alarm<T> | undefined;

  /** @param due on the clock of `performance.now()`. */
  constructor(
    readonly one: T,
    readonly due: number,
  ) {}
}

/**
 * Alarms that all ring after the same time, which nearly all are ended before. One timer is for all of them: one of Node's
 * own costs a microsecond each. It keeps no process running.
 */
export class Alarms<T> {
  #oldest: Alarm<T> | undefined;
  #newest: Alarm<T> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param ring is told whose time is over. */
  constructor(
    private readonly ms: number,
    private readonly ring: (one: T) => void,
  ) {}

  /** @param now on the clock of `performance.now()`. @returns what it is ended by. */
  set(one: T, now: number): Alarm<T> {
    const alarm = new Alarm(one, now + this.ms);
    alarm.older = this.#newest;
    if (this.#newest) this.#newest.newer = alarm;
    else this.#oldest = alarm;
    this.#newest = alarm;
    if (this.#timer === undefined) this.#look(this.ms);
    return alarm;
  }

  /** Ends an alarm that was set here; once. */
  end(alarm: Alarm<T>): void {
    const { older, newer } = alarm;
    if (older) older.newer = newer;
    else if (this.#oldest === alarm) this.#oldest = newer;
    if (newer) newer.older = older;
    else if (this.#newest === alarm) this.#newest = older;
    alarm.older = alarm.newer = undefined;
  }

  #look(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#ringThoseDue();
    }, ms).unref();
  }

  #ringThoseDue(): void {
    for (let first = this.#oldest; first; first = this.#oldest) {
      const left = first.due - performance.now();
      if (left > 0) {
        // It may have been set while others rang.
        if (this.#timer === undefined) this.#look(Math.ceil(left));
        return;
      }
      this.end(first);
      this.ring(first.one);
    }
  }
}
