/** How much of each client's is under way: requests, or what they cost. */
export class Concurrency {
  readonly #underWay = new Map<string, number>();

  /** @param limit how much there may be of one client, unless it is told for a single request. */
  constructor(readonly limit: number) {}

  /** How much of a client is under way. */
  of(client: string): number {
    return this.#underWay.get(client) ?? 0;
  }

  /**
   * Begins a request.
   * @param amount what it counts.
   * @returns a function that ends it; undefined where it is too much beside what is under way.
   */
  begin(client: string, amount = 1, limit = this.limit): (() => void) | undefined {
    const underWay = this.#underWay.get(client) ?? 0;
    if (underWay + amount > limit) return undefined;
    this.#underWay.set(client, underWay + amount);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.#underWay.get(client) ?? amount) - amount;
      if (left === 0) this.#underWay.delete(client);
      else this.#underWay.set(client, left);
    };
  }
}
