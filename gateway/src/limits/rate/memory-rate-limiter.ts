import { LRUCache } from 'lru-cache';
import type { RateKey, RateLimiter, Taken } from './rate-limiter.js';
import { refilled, type TokenBucket, waitMs } from './token-bucket.js';

/** How many buckets are kept; the least recently used is forgotten first, and starts full on its next use. */
const maxBuckets = 100_000;

/** Counts in this process, for one gateway alone. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #buckets: LRUCache<string, TokenBucket>;

  /** @param now the time in milliseconds, on a monotonic clock. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    buckets = maxBuckets,
  ) {
    this.#buckets = new LRUCache({ max: buckets });
  }

  take(keys: readonly RateKey[], tokens = 1): Taken {
    const now = this.now();
    const buckets = keys.map(({ key, rate }) => {
      const bucket = refilled(this.#buckets.get(key) ?? { tokens: rate.burst, at: now }, rate, now);
      const taken = Math.min(tokens, rate.burst);
      return { key, bucket, taken, wait: waitMs(bucket, rate, taken) };
    });
    const wait = Math.max(0, ...buckets.map((one) => one.wait));
    let left = Infinity;
    for (const { key, bucket, taken } of buckets) {
      const after = wait === 0 ? { ...bucket, tokens: bucket.tokens - taken } : bucket;
      this.#buckets.set(key, after);
      left = Math.min(left, after.tokens);
    }
    return { waitMs: wait, left };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
