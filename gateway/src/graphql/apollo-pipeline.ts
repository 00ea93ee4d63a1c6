import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { Engine } from '../engine/engine.js';
import { type ApolloContext, apolloServerGateway, type PastApollo } from './apollo-server-gateway.js';
import { errorsForClient } from '../errors/client-errors.js';
import { isStackOverflow, nestedTooDeeply } from './documents.js';
import { MalformedValuesRule } from './malformed-values.js';
import type { Answered, Pipeline } from './graphql-response.js';
import { enginePipeline, type PipelineOptions } from './pipeline.js';

/**
 * Apollo Server's pipeline, for those who have plugins for it. What is answered by a stream, which its interface for
 * gateways cannot carry, goes past it.
 */
export async function apolloPipeline(
  engine: Engine,
  plugins: readonly ApolloServerPlugin<RequestContext>[],
  logger: FastifyBaseLogger,
  options: PipelineOptions,
): Promise<Pipeline> {
  const server = new ApolloServer<RequestContext>({
    gateway: apolloServerGateway(engine),
    logger,
    introspection: true,
    validationRules: [MalformedValuesRule],
    hideSchemaDetailsFromClientErrors: (options.introspection ?? 'all') !== 'all',
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ...plugins,
      clientErrorsPlugin,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await server.start();
  const streaming = enginePipeline(engine, options);
  return {
    answer: async (request): Promise<Answered> => {
      if (streaming.streams(request)) return streaming.answer(request);
      const { parameters, context, method, observer } = request;
      const past: PastApollo = { observer };
      const { query, operationName, variables, extensions } = parameters;
      const { body } = await server.executeOperation(
        {
          query: query ?? undefined,
          operationName: operationName ?? undefined,
          variables: variables ?? undefined,
          extensions: extensions ?? undefined,
          http: { method, headers: new HeaderMap(), search: '', body: '' },
        },
        { contextValue: withPast(context, past) },
      );
      if (body.kind !== 'single') throw new Error('Expected one response of Apollo Server.');
      const { operation, refusal } = past;
      if (operation) context.record?.asks(operation);
      return { operation, outcome: refusal ?? body.singleResult };
    },
    endSubscriptions: () => {
      engine.endSubscriptions();
    },
    close: () => server.stop(),
  };
}

/** A request's context, with what goes past Apollo Server. */
function withPast(context: RequestContext, past: PastApollo): ApolloContext {
  return Object.assign(Object.create(Object.getPrototypeOf(context) as object) as RequestContext, context, { past });
}

const clientErrorsPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body }, errors = [], contextValue }) => {
        if (body.kind === 'single' && body.singleResult.errors) {
          const told = errors.map((error) => (isStackOverflow(error) ? nestedTooDeeply() : error));
          body.singleResult.errors = errorsForClient(told, contextValue).map(withoutHttp);
        }
        return Promise.resolve();
      },
    }),
};

/** An error without what Apollo Server's HTTP layer would make of it. */
function withoutHttp({ extensions: { http: _http, ...extensions } = {}, ...error }: GraphQLFormattedError) {
  return { ...error, extensions };
}
