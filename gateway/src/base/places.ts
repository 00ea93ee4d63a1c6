/**
 * A collection in which each item has a place until it leaves. A Set keeps old tables alive: when it grows or has many
 * holes, the former table still refers to its items and to the next table. A table that lives long is in the old
 * generation, so all its items get there too and stay until a full collection.
 */
export class Places<T extends object> {
  readonly #taken: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** The number of items. */
  get size(): number {
    return this.#taken.length - this.#free.length;
  }

  /** Adds an item. @returns its place, for `leave`. */
  take(one: T): number {
    const place = this.#free.pop() ?? this.#taken.length;
    this.#taken[place] = one;
    return place;
  }

  /** Frees a place and drops its item. */
  leave(place: number): void {
    this.#taken[place] = undefined;
    this.#free.push(place);
  }

  /** The current items, in no order. */
  all(): T[] {
    return this.#taken.filter((one) => one !== undefined);
  }
}
