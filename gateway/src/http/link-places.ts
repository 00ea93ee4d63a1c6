import type { Pool } from 'undici';
import { newStats } from '../connection/subgraph-stats.js';
import { BodyPlaces } from '../limits/body-places.js';
import { ConcurrencyLimit } from '../subgraph/concurrency-limit.js';
import { HttpError } from './http-error.js';

/** How many requests may wait for a connection. */
const mostWaiting = 64;

/** Connections to one service of the hub, shared among callers. */
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
   * Waits for a connection; callers get connections in turn.
   * @param left signals that the caller has left.
   * @returns a function that gives the connection back.
   * @throws HttpError `HUB_UNREACHABLE` if too many requests wait, or the caller has left.
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

/** How many bodies are held at a time: for one address, and in all. */
const bodies = { each: 8, all: 64 };

/** Places for bodies that are read whole. If none is free, the slowest body gives its place up. */
export class LinkBodies {
  readonly #each = new BodyPlaces(bodies.each);
  readonly #all = new BodyPlaces(bodies.all);

  /** @returns a function to call when the body is no longer held. */
  take(address: string, drop: () => void): () => void {
    const ends = [this.#each.take(address, drop), this.#all.take('all', drop)];
    return () => {
      for (const end of ends) end();
    };
  }
}

/** The error of a message that the hub is too busy to take. */
export function busy(): HttpError {
  return new HttpError(503, 'HUB_UNREACHABLE', 'The hub cannot take that now; hand it over later.', {
    'retry-after': '10',
  });
}
