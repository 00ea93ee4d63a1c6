import type { Rate } from '../../request/quota.js';

/** One of the buckets that a request takes tokens of. */
export interface RateKey {
  /** Whose bucket it is. */
  readonly key: string;
  readonly rate: Rate;
}

/** What came of taking tokens. */
export interface Taken {
  /** How long until there would be enough in all buckets, in milliseconds; 0 where they were taken. */
  readonly waitMs: number;
  /** How many tokens are left in the bucket that has fewest; may be parts of one. */
  readonly left: number;
}

/** Counts how often requests come. */
export interface RateLimiter {
  /**
   * Takes tokens of each bucket, or of none where one has too few.
   * @param tokens how many of each; never more than its burst.
   */
  take(keys: readonly RateKey[], tokens?: number): Taken | Promise<Taken>;
  close(): Promise<void>;
}
