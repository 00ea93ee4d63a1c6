import type { Rate } from '../../request/quota.js';

/** A bucket of tokens: each request takes one, and they come back at a rate. */
export interface TokenBucket {
  /** How many tokens there were at `at`; may be a fraction. */
  readonly tokens: number;
  /** In milliseconds, on any monotonic clock. */
  readonly at: number;
}

/** The bucket with the tokens that came back meanwhile. */
export function refilled({ tokens, at }: TokenBucket, { burst, perSecond }: Rate, now: number): TokenBucket {
  const passed = Math.max(0, now - at);
  return { tokens: Math.min(burst, tokens + (passed * perSecond) / 1000), at: Math.max(now, at) };
}

/** How long until a bucket has so many tokens, in milliseconds; 0 if it has them. */
export function waitMs({ tokens }: TokenBucket, { perSecond }: Rate, wanted = 1): number {
  return tokens >= wanted ? 0 : Math.ceil(((wanted - tokens) * 1000) / perSecond);
}
