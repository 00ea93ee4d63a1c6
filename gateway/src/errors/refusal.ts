import { GraphQLError } from 'graphql';

/**
 * Why the gateway does not execute an operation. What it means in HTTP, `http/status.ts` alone says.
 * @see docs/apps.md for the codes
 */
export class Refusal extends Error {
  constructor(
    /** The stable `extensions.code`. */
    readonly code: string,
    message: string,
    /** What else the error's `extensions` say. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** An operation is not executed now, and may be sent again: the message says so, and `extensions.retryAfterSeconds`. */
export class Busy extends Refusal {
  constructor(
    code: string,
    message: string,
    /** After how many seconds. */
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

/** A request that a link or a picture can make must change nothing. */
export class MutationByGet extends Refusal {
  constructor() {
    super('BAD_REQUEST', 'Expected POST for a mutation, got GET.');
  }
}

/** A subscription has no answer that is one response. */
export function subscriptionWithoutStream(): Refusal {
  return new Refusal(
    'SUBSCRIPTION_NEEDS_STREAM',
    'Expected a subscription to be asked for as text/event-stream, as multipart/mixed;subscriptionSpec=1.0 or over a WebSocket.',
  );
}

/** A refusal as an error of GraphQL, for who knows no other. */
export function refusalError({ code, message, extensions }: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}
