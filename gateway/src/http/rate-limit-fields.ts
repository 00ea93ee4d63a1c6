import { isKnown } from '../request/caller.js';
import type { CallerRequest } from '../request/context.js';
import type { Quota } from '../request/quota.js';

/**
 * The header fields that state a caller's quota: `q` requests within `w` seconds, of which `r` are left; the quota is
 * full again in `t` seconds.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/
 */
export function rateLimitFields({ rate: { burst, perSecond }, left }: Quota): Readonly<Record<string, string>> {
  const remaining = Math.max(0, Math.floor(left));
  const seconds = (requests: number) => Math.ceil(requests / perSecond);
  return {
    'ratelimit-policy': `"requests";q=${burst};w=${seconds(burst)}`,
    ratelimit: `"requests";r=${remaining};t=${seconds(Math.max(0, burst - left))}`,
  };
}

/** The header fields that state the quota of an authenticated caller; none for an anonymous one. */
export function quotaFields({
  caller,
  quota,
}: Pick<CallerRequest, 'caller' | 'quota'>): Readonly<Record<string, string>> | undefined {
  return quota && isKnown(caller) ? rateLimitFields(quota) : undefined;
}
