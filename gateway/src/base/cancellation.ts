/**
 * Signals that no caller waits for the result any more. It does the work of an AbortSignal without its cost for each
 * request and fetch.
 */
export class Cancellation {
  #cancelled = false;
  /** Nearly always the only listener: this avoids a Set for each request. */
  #first: (() => void) | undefined;
  #others: Set<() => void> | undefined;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Calls every listener. A second call does nothing. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const first = this.#first;
    const others = this.#others;
    this.#first = this.#others = undefined;
    first?.();
    for (const listener of others ?? []) listener();
  }

  /**
   * Calls `listener` on cancellation, or at once if already cancelled.
   * @returns a function that removes the listener.
   */
  onCancel(listener: () => void): () => void {
    if (this.#cancelled) {
      listener();
      return () => undefined;
    }
    if (this.#first === undefined) this.#first = listener;
    else (this.#others ??= new Set()).add(listener);
    return () => {
      if (this.#first === listener) this.#first = undefined;
      else this.#others?.delete(listener);
    };
  }
}
