/** Counts each caller's current work: requests, or their costs. */
export class Concurrency {
  readonly #underWay = new Map<string, number>();

  /** @param limit the most for one caller, unless a request has its own limit. */
  constructor(readonly limit: number) {}

  /** A caller's current amount. */
  of(callerId: string): number {
    return this.#underWay.get(callerId) ?? 0;
  }

  /**
   * Begins a request.
   * @param amount its share of the limit.
   * @returns a function that ends it; undefined if it would exceed the limit.
   */
  begin(callerId: string, amount = 1, limit = this.limit): (() => void) | undefined {
    const underWay = this.#underWay.get(callerId) ?? 0;
    if (underWay + amount > limit) return undefined;
    this.#underWay.set(callerId, underWay + amount);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.#underWay.get(callerId) ?? amount) - amount;
      if (left === 0) this.#underWay.delete(callerId);
      else this.#underWay.set(callerId, left);
    };
  }
}
