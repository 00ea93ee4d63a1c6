/** How many requests of each client are under way. */
export class Concurrency {
  readonly #underWay = new Map<string, number>();

  /** @param limit how many there may be of one client. */
  constructor(readonly limit: number) {}

  /**
   * Begins a request.
   * @returns a function that ends it; undefined where there are too many already.
   */
  begin(client: string): (() => void) | undefined {
    const underWay = this.#underWay.get(client) ?? 0;
    if (underWay >= this.limit) return undefined;
    this.#underWay.set(client, underWay + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.#underWay.get(client) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(client);
      else this.#underWay.set(client, left);
    };
  }
}
