/** Runs one import at a time: two of the same kind would only wait for each other's rows. */
export class ImportQueue {
  #last: Promise<unknown> = Promise.resolve();
  readonly #running = new Set<string>();

  /** Settles when all turns taken so far have ended. */
  get idle(): Promise<unknown> {
    return this.#last;
  }

  /**
   * Takes the next turn.
   * @returns a promise of its begin, and the function that ends it.
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

  /** Begins an import; false where the same file is being imported. */
  begin(what: string): boolean {
    if (this.#running.has(what)) return false;
    this.#running.add(what);
    return true;
  }

  /** Whether a file is being imported. */
  isRunning(what: string): boolean {
    return this.#running.has(what);
  }

  over(what: string): void {
    this.#running.delete(what);
  }
}
