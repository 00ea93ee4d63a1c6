import { GraphQLError } from 'graphql';

/**
 * The reason why the gateway does not execute an operation. `http/status.ts` gives its HTTP status.
 * @see docs/apps.md for the codes
 */
export class Refusal extends Error {
  constructor(
    /** The stable `extensions.code`. */
    readonly code: string,
    message: string,
    /** Further fields of the error's `extensions`. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A temporary refusal: the caller may send the operation again after `extensions.retryAfterSeconds`. */
export class Busy extends Refusal {
  constructor(
    code: string,
    message: string,
    /** The time to wait, in seconds. */
    readonly retryAfterSeconds: number,
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(code, `${message} Send the request again in ${retryAfterSeconds} s.`, { ...extensions, retryAfterSeconds });
  }
}

/** The gateway has no supergraph yet, or stops. */
export function notReady(): Busy {
  return new Busy('NOT_READY', 'The gateway takes no operations at the moment.', 1);
}

/** A mutation by GET is refused, because a link or an image can cause a GET request. */
export class MutationByGet extends Refusal {
  constructor() {
    super('BAD_REQUEST', 'Expected POST for a mutation, got GET.');
  }
}

/** A subscription is refused, because the caller accepts only one response. */
export function subscriptionWithoutStream(): Refusal {
  return new Refusal(
    'SUBSCRIPTION_NEEDS_STREAM',
    'Expected a subscription to be asked for as text/event-stream, as multipart/mixed;subscriptionSpec=1.0 or over a WebSocket.',
  );
}

/** A refusal as a GraphQL error, for interfaces without another form. */
export function refusalError({ code, message, extensions }: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}
