import { Places } from '../base/places.js';

/** The requests of each caller that wait for one subgraph; one request may wait for several of its answers. */
export class WaitingRequests {
  readonly #waiting = new Map<string, Places<object>>();

  /** Whether so many requests of a caller wait, without a given one. */
  areMany(callerId: string, count: number, except: object): boolean {
    const own = this.#waiting.get(callerId);
    if (!own || own.size < count) return false;
    const requests = new Set(own.all());
    return requests.size >= count && !requests.has(except);
  }

  /** Notes that a request waits for an answer. @returns a function to call at the answer, or its failure. */
  begin(callerId: string, request: object): () => void {
    const own = this.#waiting.get(callerId) ?? new Places();
    if (own.size === 0) this.#waiting.set(callerId, own);
    const place = own.take(request);
    return () => {
      own.leave(place);
      if (own.size === 0 && this.#waiting.get(callerId) === own) this.#waiting.delete(callerId);
    };
  }
}
