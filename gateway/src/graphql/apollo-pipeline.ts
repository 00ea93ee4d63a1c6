import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Engine } from '../engine/engine.js';
import { errorsForCaller } from './caller-errors.js';
import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';
import type { RequestContext, ResponseHead } from '../request/context.js';
import { apolloServerGateway, pastApollo, type PastApollo } from './apollo-server-gateway.js';
import { isStackOverflow, nestedTooDeeply } from './documents.js';
import type { Answered, GraphQLRequest, GraphQLResponse, Pipeline } from './graphql-response.js';
import { MalformedValuesRule } from './malformed-values.js';
import { enginePipeline, type PipelineOptions } from './pipeline.js';

/** A plugin of Apollo Server with the gateway's request context as `contextValue`. */
export type ApolloPlugin = ApolloServerPlugin<RequestContext>;

export interface ApolloPipelineOptions extends PipelineOptions {
  readonly operationTimeoutMs: number;
}

/** Apollo Server's default plugins, disabled unless a plugin of the same kind is configured. */
const notByItself = [
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
];

/**
 * Apollo Server's pipeline, for gateways with plugins. Streams bypass Apollo Server, because its gateway interface
 * cannot carry them; so do refusals for exceeded limits.
 * @throws StartError if a plugin fails at the start.
 */
export async function apolloPipeline(
  engine: Engine,
  plugins: readonly ApolloPlugin[],
  logger: FastifyBaseLogger,
  { operationTimeoutMs, ...options }: ApolloPipelineOptions,
): Promise<Pipeline> {
  const server = new ApolloServer<RequestContext>({
    gateway: apolloServerGateway(() => engine, { operationTimeoutMs, log: logger }),
    logger,
    introspection: true,
    validationRules: [MalformedValuesRule],
    hideSchemaDetailsFromClientErrors: (options.introspection ?? 'all') !== 'all',
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [...plugins, callerErrorsPlugin, ...notByItself.filter((one) => !plugins.some((own) => isSame(own, one)))],
  });
  await started(server);
  const alone = enginePipeline(engine, options);
  return {
    answer: async (request): Promise<Answered> => {
      if (await alone.isAlone(request)) return alone.answer(request);
      const { context, observer } = request;
      const past: PastApollo = { context, observer };
      const { body, http } = await server.executeOperation(asked(request), { contextValue: withPast(context, past) });
      if (body.kind !== 'single') throw new Error('Expected one response of Apollo Server.');
      const { operation, refusal } = past;
      if (operation) context.record?.asks(operation);
      if (!refusal) context.head = headOf(http, body.singleResult);
      return { operation, outcome: refusal ?? body.singleResult };
    },
    documents: alone.documents,
    endSubscriptions: () => {
      engine.endSubscriptions();
    },
    close: () => server.stop(),
  };
}

async function started(server: ApolloServer<RequestContext>): Promise<void> {
  try {
    await server.start();
  } catch (error) {
    throw new StartError(`an Apollo Server plugin failed at its start: ${oneLine(String(error))}`);
  }
}

/**
 * Whether two plugins are the same kind of built-in plugin. Apollo Server rejects a plugin together with the one that
 * disables it.
 */
function isSame(one: ApolloPlugin, other: ApolloPlugin): boolean {
  const kind = (plugin: ApolloPlugin) => (plugin as { __internal_plugin_id__?: string }).__internal_plugin_id__;
  return kind(one) !== undefined && kind(one) === kind(other);
}

/** A request in Apollo Server's format. */
function asked({ parameters, context, method }: GraphQLRequest) {
  const { query, operationName, variables, extensions } = parameters;
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(context.headers ?? {})) {
    if (value !== undefined) headers.set(name, String(value));
  }
  return {
    query: query ?? undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
    http: { method, headers, search: '', body: '' },
  };
}

/** A copy of a request's context, with the data that bypasses Apollo Server. */
function withPast(context: RequestContext, past: PastApollo): RequestContext {
  const copy = Object.create(Object.getPrototypeOf(context) as object) as RequestContext;
  return Object.assign(copy, context, { [pastApollo]: past });
}

/** Headers that only the gateway sets, because it makes the body. */
const ownFields = /^(content-|transfer-encoding$|connection$|keep-alive$)/;

/** The codes of Apollo Server's own errors. The gateway ignores their HTTP status and uses its own. */
const ownCodes = new Set<unknown>(Object.values(ApolloServerErrorCode));

/** The status and headers that plugins set. */
function headOf({ status, headers }: HTTPGraphQLHead, { errors }: GraphQLResponse): ResponseHead {
  const fields = [...headers].filter(([name]) => !ownFields.test(name));
  const isOwn = ownCodes.has(errors?.[0]?.extensions?.['code']);
  return { status: isOwn ? undefined : status, headers: Object.fromEntries(fields) };
}

const callerErrorsPlugin: ApolloPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body }, errors, contextValue }) => {
        // If a plugin gave the response, the response already has its own errors.
        if (body.kind === 'single' && body.singleResult.errors && errors) {
          const told = errors.map((error) => (isStackOverflow(error) ? nestedTooDeeply() : withOwnCode(error)));
          body.singleResult.errors = errorsForCaller(told, contextValue).map(withoutHttp);
        }
        return Promise.resolve();
      },
    }),
};

/** Returns the validation error with its rule's code. Apollo Server replaces the code by its own. */
function withOwnCode(error: GraphQLError): GraphQLError {
  const { originalError: told } = error;
  return told instanceof GraphQLError && typeof told.extensions['code'] === 'string' ? told : error;
}

/** Removes an error's data for Apollo Server's HTTP layer. */
function withoutHttp({ extensions: { http: _http, ...extensions } = {}, ...error }: GraphQLFormattedError) {
  return { ...error, extensions };
}
