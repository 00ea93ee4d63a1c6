import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../context.js';
import { graphqlResponse } from './media-type.js';

/** Codes of requests that came to no execution for the client's own fault. */
const clientFaults = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'SUBSCRIPTIONS_NOT_SUPPORTED',
]);

/**
 * Gives each response the status of the GraphQL-over-HTTP specification: 200 for an answer, whole or in part. A
 * request that came to no execution is 400 in `application/graphql-response+json`, and 200 in `application/json`,
 * whose clients take any other status for an intermediary's.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export const statusPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response: { http, body } }) => {
        if (body.kind !== 'single') return Promise.resolve();
        const { data, errors } = body.singleResult;
        if (data !== undefined) http.status = 200;
        else if (clientFaults.has(String(errors?.[0]?.extensions?.['code']))) {
          http.status = request.http?.headers.get('accept') === graphqlResponse ? 400 : 200;
        } else http.status ??= 500;
        return Promise.resolve();
      },
    }),
};
