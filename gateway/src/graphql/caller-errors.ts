import { isForClient, maskError } from '@hub/protocol';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../request/context.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';

/** Converts errors for the caller. Internal errors are logged, and the caller gets only the request id. */
export function errorsForCaller(
  errors: readonly GraphQLError[],
  { caller, log, requestId, record }: RequestContext,
): GraphQLFormattedError[] {
  const shownOf = (error: GraphQLError): GraphQLFormattedError => {
    if (!isForClient(error)) log.error({ err: error.originalError ?? error, path: error.path }, 'operation failed');
    const json = error.toJSON();
    if (error instanceof LimitExceeded) {
      error.tell(log);
      return { ...json, ...error.shownTo(caller) };
    }
    const { extensions, ...formatted } = json;
    return maskError({ ...formatted, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }, error, requestId);
  };
  return errors.map((error) => {
    const told = shownOf(error);
    record?.told(told.extensions?.['code']);
    return told;
  });
}
