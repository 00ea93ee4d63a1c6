import { isForClient, maskError } from '@hub/protocol';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { databaseUnavailable, isDatabaseAway } from '../database/database-fault.js';
import type { SubgraphContext } from './context.js';
import { isUnusableValue, unusableValue } from './unusable-values.js';

/** Logs internal errors under the request id; errors of the client are not logged. */
export function logErrors(errors: readonly GraphQLError[], { log }: Pick<SubgraphContext, 'log'>): void {
  for (const error of errors) {
    if (isForClient(error)) continue;
    const details = { err: error.originalError ?? error, path: error.path };
    if (isUnusableValue(error)) log.warn(details, 'the database cannot take a value');
    else log.error(details, 'resolver failed');
  }
}

/** An error as the client sees it: an internal error shows only the request id. */
export function errorForClient(
  formatted: GraphQLFormattedError,
  error: GraphQLError | undefined,
  { requestId }: Pick<SubgraphContext, 'requestId'>,
): GraphQLFormattedError {
  if (isDatabaseAway(error) && !isForClient(error)) {
    const { message, extensions } = databaseUnavailable;
    const told = `${message} The log has it under request ${requestId}.`;
    return { ...formatted, message: told, extensions: { ...extensions, requestId } };
  }
  if (!isUnusableValue(error)) return maskError(formatted, error, requestId);
  return { ...formatted, message: unusableValue.message, extensions: unusableValue.extensions };
}
