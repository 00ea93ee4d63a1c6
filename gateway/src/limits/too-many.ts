import { HttpError } from '../http/http-error.js';
import type { RequestContext } from '../context.js';
import type { LimitExceeded } from './limit-exceeded.js';

/** Refuses a request of a client that asks too often, or too much at a time, with what it is told. */
export function tooMany(exceeded: LimitExceeded, waitMs: number, log: RequestContext['log']): HttpError {
  exceeded.tell(log);
  return HttpError.limit(429, exceeded, { 'retry-after': String(Math.ceil(waitMs / 1000)) });
}
