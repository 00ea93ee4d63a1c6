import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/**
 * An error that a client can act on: it reaches the client unchanged.
 * @param code the stable `extensions.code`.
 */
export function clientError(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

/** The error for bad input: the message gives the expected and the actual value. */
export function badUserInput(message: string): GraphQLError {
  return clientError('BAD_USER_INPUT', message);
}

/** Whether an error was raised on purpose, for the client: a GraphQLError that wraps no other error. */
export function isForClient(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.originalError === undefined || isForClient(error.originalError);
}

/**
 * An error as the client sees it: one raised on purpose unchanged, any other as a plain `INTERNAL_SERVER_ERROR` with
 * the request id, which finds the log's lines.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, requestId: string): GraphQLFormattedError {
  const { stacktrace: _stacktrace, ...extensions } = formatted.extensions ?? {};
  if (isForClient(error)) return { ...formatted, extensions };
  return {
    ...formatted,
    message: `Internal error; the log has it under request ${requestId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}
