import type { RequestContext } from '../request/context.js';
import { Busy } from '../errors/refusal.js';
import { type LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';

/**
 * The refusal of a request over its caller's rate or concurrency: the request itself is valid, and may be sent again
 * after the given time.
 */
export function tooMany(
  exceeded: LimitExceeded,
  waitMs: number,
  { caller, log }: Pick<RequestContext, 'caller' | 'log'>,
): Busy {
  exceeded.tell(log);
  const { message, extensions } = exceeded.shownTo(caller);
  const { code: _code, ...others } = extensions;
  return new Busy(limitExceededCode, message, Math.max(1, Math.ceil(waitMs / 1000)), others);
}
