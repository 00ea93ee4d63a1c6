/** How many requests of each caller wait for one subgraph; one request may wait for several answers of it. */
export class WaitingRequests {
  readonly #waiting = new Map<string, Map<object, number>>();

  /** How many requests of a caller wait. */
  of(client: string): number {
    return this.#waiting.get(client)?.size ?? 0;
  }

  /** Whether a request waits already. */
  has(client: string, request: object): boolean {
    return this.#waiting.get(client)?.has(request) === true;
  }

  /** A request waits for an answer. */
  begin(client: string, request: object): void {
    const own = this.#waiting.get(client) ?? new Map<object, number>();
    if (own.size === 0) this.#waiting.set(client, own);
    own.set(request, (own.get(request) ?? 0) + 1);
  }

  /** It has that answer, or none. */
  end(client: string, request: object): void {
    const own = this.#waiting.get(client);
    const answers = (own?.get(request) ?? 0) - 1;
    if (answers > 0) own?.set(request, answers);
    else own?.delete(request);
    if (own?.size === 0) this.#waiting.delete(client);
  }
}
