import type { RequestContext } from '../context.js';
import { LimitExceeded, limitExceededCode } from '../limits/limit-exceeded.js';

/** Why the gateway answers a request without executing its operation: a matter of HTTP. */
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

  /** A request that is refused for a limit. */
  static limit(status: number, { message, kind }: LimitExceeded, headers?: HttpError['headers']): HttpError {
    return new HttpError(status, limitExceededCode, message, headers, { limit: kind });
  }
}

/** What a client is told of a request that failed: what is not its own doing is logged, and masked. */
export function httpError(error: unknown, { log, requestId }: Pick<RequestContext, 'log' | 'requestId'>): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof LimitExceeded) {
    error.tell(log);
    return HttpError.limit(error.kind === 'COMPRESSION_RATIO' ? 413 : 400, error);
  }
  log.error({ err: error }, 'request failed');
  return new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${requestId}.`);
}

/** A request that a link or a picture can make must change nothing. */
export function mutationByGet(): HttpError {
  return new HttpError(405, 'BAD_REQUEST', 'Expected POST for a mutation, got GET.', { allow: 'POST' });
}

/** A subscription has no answer that is one response. */
export function subscriptionWithoutStream(): HttpError {
  return new HttpError(
    406,
    'SUBSCRIPTION_NEEDS_STREAM',
    'Expected a subscription to be asked for as text/event-stream, as multipart/mixed;subscriptionSpec=1.0 or over a WebSocket.',
  );
}
