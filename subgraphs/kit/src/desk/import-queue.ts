/** Has one file taken in at a time: two of the same kind would only wait for each other's rows. */
export class ImportQueue {
  #last: Promise<unknown> = Promise.resolve();
  readonly #running = new Set<string>();

  /** Settles when all turns that were taken until now are over. */
  get idle(): Promise<unknown> {
    return this.#last;
  }

  /**
   * Takes the next turn.
   * @returns when it has come, and what ends it.
   */
  take(): { readonly came: Promise<unknown>; readonly end: () => void } {
    const came = this.#last;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#last = came.then(() => promise);
    return {
      came,
      end: () => {
        resolve(undefined);
      },
    };
  }

  /** Begins to take something in; false where the same is being taken in. */
  begin(what: string): boolean {
    if (this.#running.has(what)) return false;
    this.#running.add(what);
    return true;
  }

  /** Whether something is being taken in. */
  isRunning(what: string): boolean {
    return this.#running.has(what);
  }

  over(what: string): void {
    this.#running.delete(what);
  }
}
