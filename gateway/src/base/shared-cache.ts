/** Whose entries some are, and what they weigh together. */
interface Share {
  weight: number;
  /** The one that was not used for longest first. */
  readonly keys: Set<string>;
}

interface Entry<V> {
  readonly value: V;
  weight: number;
  /** The one client that asked for it; undefined where several did. */
  client: string | undefined;
}

/** How much of the whole the entries of single clients may take where several clients' need the rest. */
const partOfSingleClients = 1 / 4;

/**
 * A map that clients share, and that forgets once its values weigh too much together. What one client alone asked for
 * gives way first, of the client that has most; what several asked for keeps three quarters. So a client that asks for
 * ever new things makes the map forget what it asked for itself, and nothing that others use.
 */
export class SharedCache<V> {
  /** What was not used for longest first. */
  readonly #entries = new Map<string, Entry<V>>();
  readonly #ofClients = new Map<string, Share>();
  readonly #ofSeveral: Share = { weight: 0, keys: new Set() };
  #weight = 0;

  /** @param maxWeight the most that the values may weigh together, in whatever unit `set` is told. */
  constructor(private readonly maxWeight: number) {}

  /** @param client who asks; undefined for nobody in particular, whose entries are as good as those of several. */
  get(key: string, client: string | undefined): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#leave(key, entry);
    if (entry.client !== client) entry.client = undefined;
    this.#join(key, entry);
    return entry.value;
  }

  /** The keys of all values. */
  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: V, weight: number, client: string | undefined): void {
    const before = this.#entries.get(key);
    if (before) this.#forget(key, before);
    const entry = { value, weight, client: before && before.client !== client ? undefined : client };
    this.#entries.set(key, entry);
    this.#weight += weight;
    this.#join(key, entry);
    this.#shrink(key);
  }

  /** Says that a value that is still kept has come to weigh something else; that is no use of it. */
  reweigh(key: string, weight: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#weight += weight - entry.weight;
    this.#shareOf(entry).weight += weight - entry.weight;
    entry.weight = weight;
    this.#shrink(key);
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

  #shareOf({ client }: Entry<V>): Share {
    if (client === undefined) return this.#ofSeveral;
    let share = this.#ofClients.get(client);
    if (!share) this.#ofClients.set(client, (share = { weight: 0, keys: new Set() }));
    return share;
  }

  #join(key: string, entry: Entry<V>): void {
    const share = this.#shareOf(entry);
    share.keys.add(key);
    share.weight += entry.weight;
  }

  #leave(key: string, entry: Entry<V>): void {
    const share = this.#shareOf(entry);
    share.keys.delete(key);
    share.weight -= entry.weight;
    if (entry.client !== undefined && share.keys.size === 0) this.#ofClients.delete(entry.client);
  }

  #forget(key: string, entry: Entry<V>): void {
    this.#entries.delete(key);
    this.#weight -= entry.weight;
    this.#leave(key, entry);
  }

  /** Forgets until the rest is light enough, but never what was just put in. */
  #shrink(kept: string): void {
    while (this.#weight > this.maxWeight) {
      const key = oldestOf(this.#heaviest(), kept) ?? this.#oldest(kept);
      const entry = key === undefined ? undefined : this.#entries.get(key);
      if (key === undefined || !entry) return;
      this.#forget(key, entry);
    }
  }

  #heaviest(): Share {
    const ofSingleClients = this.#weight - this.#ofSeveral.weight;
    if (ofSingleClients <= this.maxWeight * partOfSingleClients) return this.#ofSeveral;
    return [...this.#ofClients.values()].reduce((heaviest, share) =>
      share.weight > heaviest.weight ? share : heaviest,
    );
  }

  #oldest(kept: string): string | undefined {
    for (const key of this.#entries.keys()) if (key !== kept) return key;
    return undefined;
  }
}

function oldestOf({ keys }: Share, kept: string): string | undefined {
  for (const key of keys) if (key !== kept) return key;
  return undefined;
}
