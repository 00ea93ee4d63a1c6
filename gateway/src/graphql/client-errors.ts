import { isForClient, maskError } from '@hub/schema';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../context.js';
import { LimitExceeded } from '../limits/limit-exceeded.js';

/** What the client sees of errors. What goes wrong inside is logged, and nothing is sent of it but the request id. */
export function errorsForClient(
  errors: readonly GraphQLError[],
  { log, requestId }: RequestContext,
): GraphQLFormattedError[] {
  return errors.map((error) => {
    if (error instanceof LimitExceeded) error.tell(log);
    if (!isForClient(error)) log.error({ err: error.originalError ?? error, path: error.path }, 'operation failed');
    const { extensions, ...formatted } = error.toJSON();
    return maskError({ ...formatted, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }, error, requestId);
  });
}
