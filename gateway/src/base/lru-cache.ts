import { Used, UseOrder } from './use-order.js';

interface Entry<V> {
  readonly key: string;
  value: V;
  weight: number;
}

/** A map with a maximum weight that forgets the least recently used values. */
export class LruCache<V> {
  readonly #entries = new Map<string, Used<Entry<V>>>();
  readonly #order = new UseOrder<Entry<V>>();
  #weight = 0;

  /** @param maxWeight the maximum total weight of the values, in the unit of `set`. */
  constructor(private readonly maxWeight: number) {}

  get(key: string): V | undefined {
    const used = this.#entries.get(key);
    if (!used) return undefined;
    this.#order.use(used);
    return used.one.value;
  }

  set(key: string, value: V, weight: number): void {
    const known = this.#entries.get(key);
    if (known) {
      this.#order.use(known);
      known.one.value = value;
    } else {
      const used = new Used({ key, value, weight: 0 });
      this.#entries.set(key, used);
      this.#order.add(used);
    }
    this.reweigh(key, weight);
  }

  /** Changes the weight of a value without counting it as used. */
  reweigh(key: string, weight: number): void {
    const entry = this.#entries.get(key)?.one;
    if (!entry) return;
    this.#weight += weight - entry.weight;
    entry.weight = weight;
    this.#shrink(entry);
  }

  delete(key: string): void {
    const used = this.#entries.get(key);
    if (used) this.#forget(used);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The total weight of the values. */
  get weight(): number {
    return this.#weight;
  }

  /** The values, most recently used first. */
  recent(): V[] {
    return [...this.#order].reverse().map(({ value }) => value);
  }

  #forget(used: Used<Entry<V>>): void {
    this.#entries.delete(used.one.key);
    this.#order.remove(used);
    this.#weight -= used.one.weight;
  }

  /** Forgets values until the total weight is low enough, but never the value that was just added. */
  #shrink(kept: Entry<V>): void {
    for (const { key } of this.#order) {
      if (this.#weight <= this.maxWeight) break;
      if (key !== kept.key) this.delete(key);
    }
  }
}
