import type { GraphQLError } from 'graphql';
import { prepare, type Prepared } from './prepared.js';
import type { UpstreamSchema } from './upstream-schema.js';

/** How many prepared operations are kept, and how many characters of them. */
const mostOperations = 1000;
const mostCharacters = 4 * 1024 * 1024;

/** Caches the latest operations: each is parsed, validated and compiled into checks once. */
export class KnownOperations {
  readonly #known = new Map<string, Prepared>();
  #characters = 0;

  constructor(readonly upstream: UpstreamSchema) {}

  /** The prepared operation, or its errors, which are not cached. */
  get(query: string, operationName: string | undefined): Prepared | readonly GraphQLError[] {
    const key = operationName === undefined ? query : `${operationName}\n${query}`;
    const known = this.#known.get(key);
    if (known) {
      this.#known.delete(key);
      this.#known.set(key, known);
      return known;
    }
    const prepared = prepare(this.upstream, query, operationName);
    if ('check' in prepared) this.#keep(key, prepared);
    return prepared;
  }

  #keep(key: string, prepared: Prepared): void {
    this.#known.set(key, prepared);
    this.#characters += key.length;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostOperations && this.#characters <= mostCharacters) return;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
