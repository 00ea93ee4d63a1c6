/**
 * What comes and goes, each at a place of its own until it leaves. A Set does the same, but whenever it outgrows its table
 * or has many holes in it, the former table keeps what was in it, and the next table too. A table that lives long is old
 * when it is replaced, so that all that it keeps grows old, and is there until a full collection.
 */
export class Places<T extends object> {
  readonly #taken: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** How many are there. */
  get size(): number {
    return this.#taken.length - this.#free.length;
  }

  /** Takes one in. @returns its place, which it must leave. */
  take(one: T): number {
    const place = this.#free.pop() ?? this.#taken.length;
    this.#taken[place] = one;
    return place;
  }

  /** Frees a place: nothing is kept of who had it. */
  leave(place: number): void {
    this.#taken[place] = undefined;
    this.#free.push(place);
  }

  /** Those who are there now, in no order. */
  all(): T[] {
    return this.#taken.filter((one) => one !== undefined);
  }
}
