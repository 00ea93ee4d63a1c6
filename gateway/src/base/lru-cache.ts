/** A map that forgets what was not used for longest once its values weigh too much together. */
export class LruCache<V> {
  readonly #entries = new Map<string, { readonly value: V; weight: number }>();
  #weight = 0;

  /** @param maxWeight the most that the values may weigh together, in whatever unit `set` is told. */
  constructor(private readonly maxWeight: number) {}

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, weight: number): void {
    this.#weight += weight - (this.#entries.get(key)?.weight ?? 0);
    this.#entries.delete(key);
    this.#entries.set(key, { value, weight });
    this.#shrink(key);
  }

  /** Says that a value that is still kept has come to weigh something else; that is no use of it. */
  reweigh(key: string, weight: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#weight += weight - entry.weight;
    entry.weight = weight;
    this.#shrink(key);
  }

  delete(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What the values weigh together. */
  get weight(): number {
    return this.#weight;
  }

  /** The values, the one that was used last first. */
  recent(): V[] {
    return [...this.#entries.values()].reverse().map(({ value }) => value);
  }

  /** Forgets until the rest is light enough, but never what was just put in. */
  #shrink(kept: string): void {
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.maxWeight) break;
      if (oldest === kept) continue;
      this.#entries.delete(oldest);
      this.#weight -= entry.weight;
    }
  }
}
