/** Repeats some work, with a pause after each run; one run at a time. */
export class Schedule {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isOver = false;
  #nextAt: Date | undefined;

  /**
   * @param everyMs the pause after each.
   * @param work must not throw.
   */
  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
    private readonly onNext: (at: Date) => void = () => undefined,
  ) {}

  /** The time of the next run. */
  get nextAt(): Date | undefined {
    return this.#nextAt;
  }

  /** Runs now; where a run is going on, waits for it. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isOver) return Promise.resolve();
    this.#running ??= this.work().finally(() => {
      this.#running = undefined;
      this.#await();
    });
    return this.#running;
  }

  /** Ends the schedule, after the current run. */
  async stop(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #await(): void {
    if (this.#isOver) return;
    this.#nextAt = new Date(Date.now() + this.everyMs);
    this.onNext(this.#nextAt);
    this.#timer = setTimeout(() => void this.now(), this.everyMs);
  }
}
