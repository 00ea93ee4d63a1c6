/** How much of each caller's is under way: requests, or what they cost. */
export class Concurrency {
  readonly #underWay = new Map<string, number>();

  /** @param limit how much there may be of one caller, unless it is told for a single request. */
  constructor(readonly limit: number) {}

  /** How much of a caller is under way. */
  of(callerId: string): number {
    return this.#underWay.get(callerId) ?? 0;
  }

  /**
   * Begins a request.
   * @param amount what it counts.
   * @returns a function that ends it; undefined where it is too much beside what is under way.
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
