import type { Rate } from '../limits.js';

/** One of the buckets that a request takes a token of. */
export interface RateKey {
  /** Whose bucket it is. */
  readonly key: string;
  readonly rate: Rate;
}

/** Counts how often requests come. */
export interface RateLimiter {
  /**
   * Takes a token of each bucket, or of none where one is empty.
   * @returns how long until there would be one in all of them, in milliseconds; 0 where they were taken.
   */
  take(keys: readonly RateKey[]): number | Promise<number>;
  close(): Promise<void>;
}
