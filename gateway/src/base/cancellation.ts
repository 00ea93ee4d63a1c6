/**
 * Tells work that nobody waits for it any more: the caller left, or those who shared it did. What an AbortSignal does,
 * without its cost, which each request and fetch would pay.
 */
export class Cancellation {
  #cancelled = false;
  #listeners: Set<() => void> | undefined;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Tells all who listen, once; nothing happens the second time. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const listeners = this.#listeners;
    this.#listeners = undefined;
    for (const listener of listeners ?? []) listener();
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
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => this.#listeners?.delete(listener);
  }
}
