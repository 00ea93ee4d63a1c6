import type { RequestContext } from '../request/context.js';
import { Refusal } from '../errors/refusal.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import { PlannerBusy, plannerBusyCode } from '../errors/planner-busy.js';
import { withResourceMetadata } from './resource-challenge.js';
import { refusedAs } from './status.js';

/** A refusal of a request in HTTP: its status, code and headers. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    /** The stable `extensions.code`. */
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** Other members of the error's `extensions`. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Up to this many operations of a refused batch get an error each. */
const mostDistinct = 100;

/**
 * Several operations in one request, while batches are off. Callers that send batches read an answer for each
 * operation.
 */
export class BatchRefused extends HttpError {
  constructor(readonly count: number) {
    super(
      400,
      'BATCHING_OFF',
      `Batching is off: expected one operation in a JSON object, got a list of ${count}. Send each in a request of its own.`,
    );
  }

  /** Whether each operation gets its own error, with status 200: callers that send batches read only that. */
  get isToldApart(): boolean {
    return this.count > 0 && this.count <= mostDistinct;
  }
}

/** The error that a caller gets for a failed request. An error that is not the caller's fault is logged and masked. */
export function httpError(
  error: unknown,
  { caller, log, requestId, site }: Pick<RequestContext, 'caller' | 'log' | 'requestId' | 'site'>,
): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof Refusal) {
    const { status, headers } = refusedAs(error);
    return new HttpError(status, error.code, error.message, withResourceMetadata(headers, site), error.extensions);
  }
  if (error instanceof PlannerBusy) {
    const { retryAfterSeconds } = error;
    const headers = { 'retry-after': String(retryAfterSeconds) };
    return new HttpError(503, plannerBusyCode, error.message, headers, { retryAfterSeconds });
  }
  if (error instanceof LimitExceeded) {
    error.tell(log);
    const { message, extensions } = error.shownTo(caller);
    const { code, ...others } = extensions;
    return new HttpError(error.kind === 'COMPRESSION_RATIO' ? 413 : 400, String(code), message, {}, others);
  }
  log.error({ err: error }, 'request failed');
  return new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${requestId}.`);
}
