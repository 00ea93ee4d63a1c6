/** A place in an order by use; it is in one order at most. */
export class Used<T> {
  older: Used<T> | undefined;
  newer: Used<T> | undefined;

  constructor(readonly one: T) {}
}

/**
 * In which order things were used. What is used again is moved by four references: to take it out of a Map or a Set and
 * put it in again, as each request would, fills their tables with holes until they are made anew.
 */
export class UseOrder<T> {
  #oldest: Used<T> | undefined;
  #newest: Used<T> | undefined;

  get isEmpty(): boolean {
    return this.#oldest === undefined;
  }

  /** Puts in what was used last. */
  add(used: Used<T>): void {
    used.older = this.#newest;
    used.newer = undefined;
    if (this.#newest) this.#newest.newer = used;
    else this.#oldest = used;
    this.#newest = used;
  }

  /** Takes out what is in it. */
  remove({ older, newer }: Used<T>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }

  /** Notes that what is in it was used. */
  use(used: Used<T>): void {
    if (used === this.#newest) return;
    this.remove(used);
    this.add(used);
  }

  /** All, what was not used for longest first; the one that it is at may be taken out. */
  *[Symbol.iterator](): Generator<T, undefined, undefined> {
    for (let used = this.#oldest; used; used = used.newer) yield used.one;
  }
}
