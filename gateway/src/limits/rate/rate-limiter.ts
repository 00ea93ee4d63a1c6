import type { Rate } from '../limits.js';

/** One of the buckets that a request takes tokens of. */
export interface RateKey {
  /** Whose bucket it is. */
  readonly key: string;
  readonly rate: Rate;
}

/** Counts how often requests come. */
export interface RateLimiter {
  /**
   * Takes tokens of each bucket, or of none where one has too few.
   * @param tokens how many of each; never more than its burst.
   * @returns how long until there would be enough in all of them, in milliseconds; 0 where they were taken.
   */
  take(keys: readonly RateKey[], tokens?: number): number | Promise<number>;
  close(): Promise<void>;
}
