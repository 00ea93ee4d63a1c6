/**
 * Places for the bodies of requests that are on their way, so many for each caller. Where none is free, the body that has
 * taken longest loses its place: bodies that do not come keep nobody else's from coming.
 */
export class BodyPlaces {
  readonly #taken = new Map<string, Set<() => void>>();

  /** @param places of each caller. */
  constructor(private readonly places: number) {}

  /**
   * Takes a place.
   * @param drop is called when another body gets the place.
   * @returns what is to be called when the body is there, or is not waited for any more.
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
