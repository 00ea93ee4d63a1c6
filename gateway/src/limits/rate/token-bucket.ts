import type { Rate } from '../limits.js';

/** A bucket of tokens: each request takes one, and they come back at a rate. */
export interface TokenBucket {
  /** How many tokens there were at `at`, and may be parts of one. */
  readonly tokens: number;
  /** In milliseconds, on any clock that does not go back. */
  readonly at: number;
}

/** The bucket with the tokens that came back since it was looked at. */
export function refilled({ tokens, at }: TokenBucket, { burst, perSecond }: Rate, now: number): TokenBucket {
  const passed = Math.max(0, now - at);
  return { tokens: Math.min(burst, tokens + (passed * perSecond) / 1000), at: Math.max(now, at) };
}

/** How long until a bucket has a whole token, in milliseconds; 0 where it has one. */
export function waitMs({ tokens }: TokenBucket, { perSecond }: Rate): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond);
}
