import { HttpError } from '../http/http-error.js';
import type { RequestContext } from '../context.js';
import type { LimitExceeded } from './limit-exceeded.js';

/**
 * Refuses a request of a client that asks too often, or too much at a time, with what it is told: nothing is wrong with
 * the request, and it may be sent again.
 */
export function tooMany(
  exceeded: LimitExceeded,
  waitMs: number,
  { caller, log }: Pick<RequestContext, 'caller' | 'log'>,
): HttpError {
  exceeded.tell(log);
  const { message, extensions } = exceeded.toldTo(caller);
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return HttpError.busy(429, { message, extensions }, seconds);
}
