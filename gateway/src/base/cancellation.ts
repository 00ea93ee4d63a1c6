/**
 * Tells work that nobody waits for it any more: the caller left, or those who shared it did. What an AbortSignal does,
 * without its cost, which each request and fetch would pay.
 */
export class Cancellation {
  #cancelled = false;
  /** Nearly always there is one at a time: a set would be made for each request. */
  #first: (() => void) | undefined;
  #others: Set<() => void> | undefined;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Tells all who listen, once; nothing happens the second time. */
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
   * Calls `listener` when this is cancelled, at once where it is already.
   * @returns a function that ends this.
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
