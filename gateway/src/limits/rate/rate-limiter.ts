import type { Rate } from '../../request/quota.js';

/** A bucket from which a request takes tokens. */
export interface RateKey {
  /** The key of the bucket. */
  readonly key: string;
  readonly rate: Rate;
}

/** The result of taking tokens. */
export interface Taken {
  /** How long until all buckets have enough, in milliseconds; 0 if the tokens were taken. */
  readonly waitMs: number;
  /** How many tokens are left in the emptiest bucket; may be a fraction. */
  readonly left: number;
}

/** Counts requests over time. */
export interface RateLimiter {
  /**
   * Takes tokens from each bucket, or from none if one has too few.
   * @param tokens how many from each; never more than its burst.
   */
  take(keys: readonly RateKey[], tokens?: number): Taken | Promise<Taken>;
  close(): Promise<void>;
}
