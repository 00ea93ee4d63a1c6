import type { ApolloServerPlugin } from '@apollo/server';
import { isForClient, maskError } from '@hub/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../context.js';

const nestedTooDeeply: GraphQLFormattedError = {
  message: 'Expected an operation that is nested less deeply.',
  extensions: { code: 'GRAPHQL_PARSE_FAILED' },
};

/** Whether an operation is nested so deeply that reading it exceeds the stack: the client's doing, and no fault of ours. */
function isNestedTooDeeply(error: GraphQLError | undefined): boolean {
  if (!error || error.path !== undefined) return false;
  let cause: Error | undefined = error;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause?.name === 'RangeError';
}

/** Logs what goes wrong inside, under the request id, and sends the client nothing of it but that id. */
export const errorPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue: { log } }) => {
        for (const error of errors) {
          if (!isForClient(error) && !isNestedTooDeeply(error))
            log.error({ err: error.originalError ?? error, path: error.path }, 'operation failed');
        }
        return Promise.resolve();
      },
      willSendResponse: ({ response: { body }, errors = [], contextValue: { requestId } }) => {
        if (body.kind === 'single') {
          const result = body.singleResult;
          result.errors &&= result.errors.map((formatted, index) =>
            isNestedTooDeeply(errors[index]) ? nestedTooDeeply : maskError(formatted, errors[index], requestId),
          );
        }
        return Promise.resolve();
      },
    }),
};
