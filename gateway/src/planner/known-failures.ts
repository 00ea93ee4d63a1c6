import { createHash } from 'node:crypto';
import { LruCache } from '../lru-cache.js';

/** How many operations are remembered. */
const maxFailures = 1000;

/** How long one is remembered, in milliseconds. A machine that was overloaded for a while is no reason for ever. */
export const rememberedMs = 60_000;

/** An operation for which a process ended lately, and which is not planned there again so soon. */
export class KnownFailure extends Error {
  constructor() {
    super("The planner's process ended for this operation lately.");
  }
}

/** The operations that ended a planner's process lately, so that the same one does not do so over and over. */
export class KnownFailures {
  readonly #until = new LruCache<number>(maxFailures);

  add(operation: string): void {
    this.#until.set(digestOf(operation), performance.now() + rememberedMs, 1);
  }

  has(operation: string): boolean {
    // Most gateways never have any.
    if (this.#until.size === 0) return false;
    const digest = digestOf(operation);
    const until = this.#until.get(digest);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.#until.delete(digest);
    return false;
  }
}

function digestOf(operation: string): string {
  return createHash('sha256').update(operation).digest('base64');
}
