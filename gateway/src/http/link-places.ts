import type { Pool } from 'undici';
import { newStats } from '../connection/subgraph-stats.js';
import { BodyPlaces } from '../limits/body-places.js';
import { ConcurrencyLimit } from '../subgraph/concurrency-limit.js';
import { HttpError } from './http-error.js';

/** How many requests may wait for a connection. */
const mostWaiting = 64;

/** Connections to one part of the hub, shared among callers. */
export class LinkPlaces {
  readonly #limit: ConcurrencyLimit;

  /** @param connections how many the pool has. */
  constructor(
    readonly pool: Pool,
    connections: number,
  ) {
    this.#limit = new ConcurrencyLimit(connections, mostWaiting, newStats());
  }

  /**
   * Waits for a connection: they go to each caller in turn.
   * @param left says that the caller has left.
   * @returns what gives it back.
   * @throws HttpError `HUB_UNREACHABLE` where too many wait, or the caller has left.
   */
  take(callerId: string, left: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#limit.withdraw(waiter);
        reject(busy());
      };
      const waiter = {
        callerId,
        start: () => {
          left.removeEventListener('abort', leave);
          resolve(() => {
            this.#limit.leave(waiter);
          });
        },
      };
      left.addEventListener('abort', leave, { once: true });
      if (!this.#limit.enter(waiter)) leave();
    });
  }
}

/** How many bodies are held at a time: of one address, and in all. */
const bodies = { each: 8, all: 64 };

/** Places for bodies that are read whole: where none is free, the one that has taken longest makes room. */
export class LinkBodies {
  readonly #each = new BodyPlaces(bodies.each);
  readonly #all = new BodyPlaces(bodies.all);

  /** @returns what is to be called when the body is no longer held. */
  take(address: string, drop: () => void): () => void {
    const ends = [this.#each.take(address, drop), this.#all.take('all', drop)];
    return () => {
      for (const end of ends) end();
    };
  }
}

/** Says that a message cannot be taken now. */
export function busy(): HttpError {
  return new HttpError(503, 'HUB_UNREACHABLE', 'The hub cannot take that now; hand it over later.', {
    'retry-after': '10',
  });
}
