import { Places } from '../base/places.js';

/** Which requests of each caller wait for one subgraph; one request may wait for several answers of it. */
export class WaitingRequests {
  readonly #waiting = new Map<string, Places<object>>();

  /** Whether so many requests of a caller wait, a given one not among them. */
  areMany(callerId: string, count: number, except: object): boolean {
    const own = this.#waiting.get(callerId);
    if (!own || own.size < count) return false;
    const requests = new Set(own.all());
    return requests.size >= count && !requests.has(except);
  }

  /** A request waits for an answer. @returns what is to be called when it has that answer, or none. */
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
