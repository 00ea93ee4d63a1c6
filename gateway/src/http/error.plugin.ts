import type { ApolloServerPlugin } from '@apollo/server';
import { isForClient, maskError } from '@hub/schema';
import type { RequestContext } from '../context.js';

/** Logs what goes wrong inside, under the request id, and sends the client nothing of it but that id. */
export const errorPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue: { log } }) => {
        for (const error of errors) {
          if (!isForClient(error))
            log.error({ err: error.originalError ?? error, path: error.path }, 'operation failed');
        }
        return Promise.resolve();
      },
      willSendResponse: ({ response: { body }, errors = [], contextValue: { requestId } }) => {
        if (body.kind === 'single') {
          const result = body.singleResult;
          result.errors &&= result.errors.map((formatted, index) => maskError(formatted, errors[index], requestId));
        }
        return Promise.resolve();
      },
    }),
};
