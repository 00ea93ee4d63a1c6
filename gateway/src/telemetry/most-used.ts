import { LruCache } from '../base/lru-cache.js';

export interface MostUsedOptions {
  /** How many names there are at most at a time. */
  readonly names: number;
  /** Is told of a name that is none any more, since another is used more. */
  readonly onForget: (name: string) => void;
}

/** What is not used enough to have a name of its own. */
export const other = 'other';

/** How many names without a place are counted, for every place that there is. */
const candidatesPerName = 10;

/** After so many uses for every place, those before count half, so that what was used once makes way in the end. */
const usesPerName = 10_000;

/**
 * Gives names to what is used most, whoever makes up names: labels of metrics are kept for good where they are stored,
 * so there may not be any number of them.
 */
export class MostUsed {
  readonly #named = new Map<string, { uses: number }>();
  readonly #candidates: LruCache<{ uses: number }>;
  #uses = 0;

  constructor(private readonly options: MostUsedOptions) {
    this.#candidates = new LruCache(options.names * candidatesPerName);
  }

  /**
   * Counts a use.
   * @returns the name, or `other` where it is not among the most used ones.
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
      this.#candidates.set(name, candidate, 1);
      return other;
    }
    this.#named.set(name, candidate);
    this.#candidates.delete(name);
    return name;
  }

  /** Whether there is a place for what was used so often: a free one, or that of a name used less than half as often. */
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
