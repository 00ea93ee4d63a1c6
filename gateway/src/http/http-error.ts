import type { RequestContext } from '../request/context.js';
import { Refusal } from '../errors/refusal.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import { PlannerBusy, plannerBusyCode } from '../errors/planner-busy.js';
import { withResourceMetadata } from './resource-challenge.js';
import { refusedAs } from './status.js';

/** A request that is no operation, or not one that HTTP lets be sent so; and how any refusal is told in HTTP. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    /** The stable `extensions.code`. */
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** What else the error's `extensions` say. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The most refusals that are told one by one to a caller that sent several operations together. */
const mostToldApart = 100;

/** Several operations in one request, where that is off: callers that send them so read an answer for each. */
export class BatchRefused extends HttpError {
  constructor(readonly count: number) {
    super(
      400,
      'BATCHING_OFF',
      `Batching is off: expected one operation in a JSON object, got a list of ${count}. Send each in a request of its own.`,
    );
  }

  /** Whether each operation is told so; then it is an answer like another, which is what such callers read. */
  get isToldApart(): boolean {
    return this.count > 0 && this.count <= mostToldApart;
  }
}

/** What a caller is told of a request that failed: what is not its own doing is logged, and masked. */
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
    const { message, extensions } = error.toldTo(caller);
    const { code, ...others } = extensions;
    return new HttpError(error.kind === 'COMPRESSION_RATIO' ? 413 : 400, String(code), message, {}, others);
  }
  log.error({ err: error }, 'request failed');
  return new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${requestId}.`);
}
