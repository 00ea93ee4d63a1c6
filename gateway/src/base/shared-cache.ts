import { Used, UseOrder } from './use-order.js';

/** The entries of one caller, or of several callers, with their total weight. */
class Share<V> {
  weight = 0;
  readonly entries = new UseOrder<Entry<V>>();
}

class Entry<V> {
  readonly amongAll: Used<Entry<V>> = new Used(this);
  readonly inShare: Used<Entry<V>> = new Used(this);

  /** @param callerId the only caller that used the entry; undefined if several did. */
  constructor(
    readonly key: string,
    readonly value: V,
    public weight: number,
    public callerId: string | undefined,
  ) {}
}

/** The part of the maximum weight for entries of single callers, if shared entries need the rest. */
const partOfSingleCallers = 1 / 4;

/**
 * A cache that callers share, with a maximum weight. Entries of a single caller go first, from the caller with the most
 * weight; entries of several callers keep three quarters. So a caller with many new requests pushes out its own entries
 * and no shared ones.
 */
export class SharedCache<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #order = new UseOrder<Entry<V>>();
  readonly #ofCallers = new Map<string, Share<V>>();
  readonly #ofSeveral = new Share<V>();
  #weight = 0;

  /** @param maxWeight the maximum total weight of the values, in the unit of `set`. */
  constructor(private readonly maxWeight: number) {}

  /** @param callerId the caller; undefined for work without a caller, which counts as shared by several. */
  get(key: string, callerId: string | undefined): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#order.use(entry.amongAll);
    if (entry.callerId === undefined || entry.callerId === callerId) this.#shareOf(entry).entries.use(entry.inShare);
    else {
      this.#leave(entry);
      entry.callerId = undefined;
      this.#join(entry);
    }
    return entry.value;
  }

  /** The keys of all values. */
  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: V, weight: number, callerId: string | undefined): void {
    const before = this.#entries.get(key);
    if (before) this.#forget(before);
    const entry = new Entry(key, value, weight, before && before.callerId !== callerId ? undefined : callerId);
    this.#entries.set(key, entry);
    this.#order.add(entry.amongAll);
    this.#weight += weight;
    this.#join(entry);
    this.#shrink(entry);
  }

  /** Changes the weight of a value without counting it as used. */
  reweigh(key: string, weight: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#weight += weight - entry.weight;
    this.#shareOf(entry).weight += weight - entry.weight;
    entry.weight = weight;
    this.#shrink(entry);
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

  #shareOf({ callerId }: Entry<V>): Share<V> {
    if (callerId === undefined) return this.#ofSeveral;
    let share = this.#ofCallers.get(callerId);
    if (!share) this.#ofCallers.set(callerId, (share = new Share()));
    return share;
  }

  #join(entry: Entry<V>): void {
    const share = this.#shareOf(entry);
    share.entries.add(entry.inShare);
    share.weight += entry.weight;
  }

  #leave(entry: Entry<V>): void {
    const share = this.#shareOf(entry);
    share.entries.remove(entry.inShare);
    share.weight -= entry.weight;
    if (entry.callerId !== undefined && share.entries.isEmpty) this.#ofCallers.delete(entry.callerId);
  }

  #forget(entry: Entry<V>): void {
    this.#entries.delete(entry.key);
    this.#order.remove(entry.amongAll);
    this.#weight -= entry.weight;
    this.#leave(entry);
  }

  /** Forgets values until the total weight is low enough, but never the value that was just added. */
  #shrink(kept: Entry<V>): void {
    while (this.#weight > this.maxWeight) {
      const entry = oldestOf(this.#heaviest().entries, kept) ?? oldestOf(this.#order, kept);
      if (!entry) return;
      this.#forget(entry);
    }
  }

  #heaviest(): Share<V> {
    const ofSingleCallers = this.#weight - this.#ofSeveral.weight;
    if (ofSingleCallers <= this.maxWeight * partOfSingleCallers) return this.#ofSeveral;
    return [...this.#ofCallers.values()].reduce((heaviest, share) =>
      share.weight > heaviest.weight ? share : heaviest,
    );
  }
}

function oldestOf<V>(entries: UseOrder<Entry<V>>, kept: Entry<V>): Entry<V> | undefined {
  for (const entry of entries) if (entry !== kept) return entry;
  return undefined;
}
