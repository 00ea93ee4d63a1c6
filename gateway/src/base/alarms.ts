/** A value with a deadline. The owner ends it before the deadline, or it rings. */
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
 * Alarms with one common delay; most are ended early. One timer serves all of them, because a timer of Node costs a
 * microsecond. The timer does not keep the process running.
 */
export class Alarms<T> {
  #oldest: Alarm<T> | undefined;
  #newest: Alarm<T> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param ring called with each value whose deadline has passed. */
  constructor(
    private readonly ms: number,
    private readonly ring: (one: T) => void,
  ) {}

  /** Starts an alarm. @param now on the clock of `performance.now()`. @returns the alarm, for `end`. */
  set(one: T, now: number): Alarm<T> {
    const alarm = new Alarm(one, now + this.ms);
    alarm.older = this.#newest;
    if (this.#newest) this.#newest.newer = alarm;
    else this.#oldest = alarm;
    this.#newest = alarm;
    if (this.#timer === undefined) this.#look(this.ms);
    return alarm;
  }

  /** Ends an alarm of this object. Call it once. */
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
        // Another `ring` call may have set this alarm and started the timer.
        if (this.#timer === undefined) this.#look(Math.ceil(left));
        return;
      }
      this.end(first);
      this.ring(first.one);
    }
  }
}
