import type { GraphQLError } from 'graphql';
import type { RequestContext } from '../context.js';
import { LimitExceeded } from '../limits/limit-exceeded.js';

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

  /**
   * A request that is refused now, and may be sent again: the message says so, and after how many seconds, as do the
   * header `Retry-After` and `extensions.retryAfterSeconds`.
   */
  static busy(
    status: 429 | 503,
    { message, extensions: { code, ...others } }: Pick<GraphQLError, 'message' | 'extensions'>,
    seconds: number,
  ): HttpError {
    const told = `${message} Send the request again in ${seconds} s.`;
    const extensions = { ...others, retryAfterSeconds: seconds };
    return new HttpError(status, String(code), told, { 'retry-after': String(seconds) }, extensions);
  }
}

/** What a client is told of a request that failed: what is not its own doing is logged, and masked. */
export function httpError(
  error: unknown,
  { caller, log, requestId }: Pick<RequestContext, 'caller' | 'log' | 'requestId'>,
): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof LimitExceeded) {
    error.tell(log);
    const { message, extensions } = error.toldTo(caller);
    const { code, ...others } = extensions;
    return new HttpError(error.kind === 'COMPRESSION_RATIO' ? 413 : 400, String(code), message, {}, others);
  }
  log.error({ err: error }, 'request failed');
  return new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${requestId}.`);
}

/** The gateway has no supergraph yet, or stops. */
export function notReady(): HttpError {
  const message = 'The gateway takes no operations at the moment.';
  return HttpError.busy(503, { message, extensions: { code: 'NOT_READY' } }, 1);
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
