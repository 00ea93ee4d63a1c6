import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../context.js';
import { graphqlResponse } from './media-type.js';

/** Statuses of requests that came to no execution, where they are not Apollo Server's own. */
const statuses: Readonly<Record<string, number>> = {
  GRAPHQL_VALIDATION_FAILED: 422,
  OPERATION_RESOLUTION_FAILURE: 422,
  BAD_USER_INPUT: 422,
  PERSISTED_QUERY_NOT_FOUND: 422,
  PERSISTED_QUERY_NOT_SUPPORTED: 422,
  SUBSCRIPTIONS_NOT_SUPPORTED: 422,
};

/** "Partial Success", for clients of the media type that defines it. */
const partialSuccess = 294;

/**
 * Gives each response the status that the GraphQL-over-HTTP specification recommends: 200 for an answer, 294 (200
 * for a legacy client) for an answer with errors, 4xx where the request is at fault, 5xx where the gateway is.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export const statusPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response: { http, body } }) => {
        if (body.kind !== 'single') return Promise.resolve();
        const { data, errors } = body.singleResult;
        const code = errors?.[0]?.extensions?.['code'];
        if (data === undefined) {
          http.status = statuses[String(code)] ?? http.status ?? 500;
        } else {
          const partial = errors && request.http?.headers.get('accept') === graphqlResponse;
          http.status = partial ? partialSuccess : 200;
        }
        return Promise.resolve();
      },
    }),
};
