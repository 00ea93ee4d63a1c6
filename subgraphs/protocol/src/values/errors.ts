import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/**
 * An error that a client can act on: it reaches the client as it is.
 * @param code the stable `extensions.code`.
 */
export function clientError(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

/** Bad input: the message says what was expected and what came. */
export function badUserInput(message: string): GraphQLError {
  return clientError('BAD_USER_INPUT', message);
}

/** Whether an error was raised on purpose, for the client: a GraphQLError that wraps no other error. */
export function isForClient(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.originalError === undefined || isForClient(error.originalError);
}

/**
 * What a client sees of an error: those raised on purpose as they are, all others as a plain
 * `INTERNAL_SERVER_ERROR` with the request id under which the log has them.
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
