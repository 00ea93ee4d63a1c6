/** An entry of a `UseOrder`. It is in one order at most. */
export class Used<T> {
  older: Used<T> | undefined;
  newer: Used<T> | undefined;

  constructor(readonly one: T) {}
}

/**
 * An order of entries by use. To use an entry again sets four references. To delete it from a Map or Set and add it
 * again on each request would fill the tables with holes until they are rebuilt.
 */
export class UseOrder<T> {
  #oldest: Used<T> | undefined;
  #newest: Used<T> | undefined;

  get isEmpty(): boolean {
    return this.#oldest === undefined;
  }

  /** Adds an entry as the most recently used. */
  add(used: Used<T>): void {
    used.older = this.#newest;
    used.newer = undefined;
    if (this.#newest) this.#newest.newer = used;
    else this.#oldest = used;
    this.#newest = used;
  }

  /** Removes an entry. */
  remove({ older, newer }: Used<T>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }

  /** Moves an entry to the most recently used place. */
  use(used: Used<T>): void {
    if (used === this.#newest) return;
    this.remove(used);
    this.add(used);
  }

  /** All values, least recently used first. The current entry may be removed during the iteration. */
  *[Symbol.iterator](): Generator<T, undefined, undefined> {
    for (let used = this.#oldest; used; used = used.newer) yield used.one;
  }
}
