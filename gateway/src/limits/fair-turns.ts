/**
 * Hands out the event loop to clients in turn, one piece of work at a time: whoever has much to be done waits for itself,
 * and others for one piece of it at most. Between two pieces the loop takes what has arrived.
 */
export class FairTurns {
  /** What waits, by client; whose turn is next comes first. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Waits for a turn of a client; its work is to be done at once then. */
  take(client: string): Promise<void> {
    return new Promise((turn) => {
      const waiting = this.#waiting.get(client);
      if (waiting) {
        waiting.push(turn);
        return;
      }
      if (this.#waiting.size === 0) setImmediate(this.#next);
      this.#waiting.set(client, [turn]);
    });
  }

  readonly #next = (): void => {
    const [first] = this.#waiting;
    if (!first) return;
    const [client, [turn, ...others]] = first;
    this.#waiting.delete(client);
    if (others.length > 0) this.#waiting.set(client, others);
    if (this.#waiting.size > 0) setImmediate(this.#next);
    turn?.();
  };
}
