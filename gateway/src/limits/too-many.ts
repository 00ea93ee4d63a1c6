import type { RequestContext } from '../request/context.js';
import { Busy } from '../errors/refusal.js';
import { type LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';

/**
 * Refuses a request of a caller that asks too often, or too much at a time, with what it is told: nothing is wrong with
 * the request, and it may be sent again.
 */
export function tooMany(
  exceeded: LimitExceeded,
  waitMs: number,
  { caller, log }: Pick<RequestContext, 'caller' | 'log'>,
): Busy {
  exceeded.tell(log);
  const { message, extensions } = exceeded.toldTo(caller);
  const { code: _code, ...others } = extensions;
  return new Busy(limitExceededCode, message, Math.max(1, Math.ceil(waitMs / 1000)), others);
}
