/**
 * Places for bodies that are arriving, a fixed number for each caller. If none is free, the slowest body loses its
 * place, so that stalled bodies do not block others.
 */
export class BodyPlaces {
  readonly #taken = new Map<string, Set<() => void>>();

  /** @param places of each caller. */
  constructor(private readonly places: number) {}

  /**
   * Takes a place.
   * @param drop called when another body gets the place.
   * @returns a function to call when the body has arrived or is given up.
   */
  take(callerId: string, drop: () => void): () => void {
    const taken = this.#taken.get(callerId) ?? new Set();
    this.#taken.set(callerId, taken);
    if (taken.size >= this.places) {
      const [slowest] = taken;
      if (slowest) taken.delete(slowest);
      slowest?.();
    }
    taken.add(drop);
    return () => {
      taken.delete(drop);
      if (taken.size === 0 && this.#taken.get(callerId) === taken) this.#taken.delete(callerId);
    };
  }
}
