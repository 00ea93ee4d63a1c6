import { LRUCache } from 'lru-cache';

export interface MostUsedOptions {
  /** The maximum number of names. */
  readonly names: number;
  /** Called with a name that loses its place to a more used one. */
  readonly onForget: (name: string) => void;
}

/** The name for everything that is not used enough. */
export const other = 'other';

/** The number of counted candidates for each place. */
const candidatesPerName = 10;

/** After this number of uses for each place, former uses count half, so that old names make room. */
const usesPerName = 10_000;

/**
 * Gives names to the most used values, which callers may choose freely. Labels of metrics stay in storage for good, so
 * their number must be limited.
 */
export class MostUsed {
  readonly #named = new Map<string, { uses: number }>();
  readonly #candidates: LRUCache<string, { uses: number }>;
  #uses = 0;

  constructor(private readonly options: MostUsedOptions) {
    this.#candidates = new LRUCache({ max: options.names * candidatesPerName });
  }

  /**
   * Counts a use.
   * @returns the name, or `other` if it is not among the most used ones.
   */
  use(name: string): string {
    this.#uses += 1;
    if (this.#uses > this.options.names * usesPerName) this.#age();
    const named = this.#named.get(name);
    if (named) {
      named.uses += 1;
      return name;
    }
    const candidate = this.#candidates.get(name) ?? { uses: 0 };
    candidate.uses += 1;
    if (!this.#makeRoom(candidate.uses)) {
      this.#candidates.set(name, candidate);
      return other;
    }
    this.#named.set(name, candidate);
    this.#candidates.delete(name);
    return name;
  }

  /**
   * Whether there is a place for a name with this many uses: a free one, or the place of a name with less than half as
   * many.
   */
  #makeRoom(uses: number): boolean {
    if (this.#named.size < this.options.names) return true;
    let least: string | undefined;
    let fewest = uses / 2;
    for (const [name, named] of this.#named) {
      if (named.uses < fewest) [least, fewest] = [name, named.uses];
    }
    if (least === undefined) return false;
    this.#named.delete(least);
    this.options.onForget(least);
    return true;
  }

  #age(): void {
    this.#uses = 0;
    for (const named of this.#named.values()) named.uses /= 2;
  }
}
