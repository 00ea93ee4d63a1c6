/** Work that is asked for while equal work is under way is not done again: both get what the first comes to. */
export class SingleFlight<V> {
  readonly #underWay = new Map<string, Promise<V>>();

  /** @param key what work is equal by. */
  run(key: string, work: () => Promise<V>): Promise<V> {
    const same = this.#underWay.get(key);
    if (same) return same;
    const promise = work().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, promise);
    return promise;
  }
}
