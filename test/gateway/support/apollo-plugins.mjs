// An example of an operator's module: two plugins of Apollo Server, one from a separate package, and one written here.
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import responseCache from '@apollo/server-plugin-response-cache';
import { GraphQLError, isObjectType } from 'graphql';

/** Says what it sees in header fields, closes the graph where it is asked to, and lets teams be kept for a minute. */
const own = {
  async serverWillStart({ schema }) {
    // Which no other copy of `graphql` than the gateway's own could tell.
    if (!isObjectType(schema.getQueryType())) throw new Error('Expected a type of the query.');
  },
  async requestDidStart({ contextValue }) {
    return {
      async didResolveOperation({ request, operationName, overallCachePolicy }) {
        if (request.http.headers.get('x-closed') === 'true') {
          throw new GraphQLError('Closed today.', { extensions: { code: 'CLOSED', http: { status: 451 } } });
        }
        if (operationName === 'Teams') overallCachePolicy.restrict({ maxAge: 60, scope: 'PUBLIC' });
      },
      async didEncounterErrors({ errors, response }) {
        response.http.headers.set('x-errors', String(errors.length));
      },
      async willSendResponse({ operationName, response }) {
        response.http.headers.set('x-operation', `${operationName} of ${contextValue.requestId}`);
        response.http.headers.set('content-length', '1');
      },
    };
  },
};

export default [
  ApolloServerPluginInlineTrace(),
  ApolloServerPluginCacheControl({ calculateHttpHeaders: 'if-cacheable' }),
  responseCache.default?.() ?? responseCache(),
  own,
];
