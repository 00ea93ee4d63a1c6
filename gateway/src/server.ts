import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastify, type FastifyInstance, LogController } from 'fastify';
import type { RequestContext } from './context.js';
import { apolloServerGateway } from './engine/apollo-server-gateway.js';
import type { Engine } from './engine/engine.js';
import { errorPlugin } from './http/error.plugin.js';
import { graphqlRoute } from './http/graphql.route.js';
import { statusPlugin } from './http/status.plugin.js';
import { requestId } from './request-id.js';

/** The gateway's HTTP server; closing `http` drains requests that are under way, then closes the engine. */
export interface GatewayServer {
  readonly http: FastifyInstance;
  /** Begins to answer operations; until then `/graphql` and `/readyz` say 503. */
  readonly open: (engine: Engine) => Promise<void>;
}

/** Builds the gateway's server: `/graphql`, `/healthz` (alive) and `/readyz` (its supergraph is loaded). */
export function createServer({ logLevel }: { logLevel: string }): GatewayServer {
  const http = fastify({
    logger: { level: logLevel, base: { service: 'gateway' } },
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
  });
  let apollo: ApolloServer<RequestContext> | undefined;

  http.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id);
  });
  http.addHook('onResponse', async ({ log, method, url }, { statusCode, elapsedTime }) => {
    log.info({ method, path: url.split('?')[0], statusCode, milliseconds: Math.round(elapsedTime) }, 'answered');
  });
  http.addHook('onClose', async () => {
    await apollo?.stop();
  });
  http.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('GraphQL is at /graphql.\n'));
  http.get('/healthz', () => ({ status: 'alive' }));
  http.get('/readyz', (_request, reply) =>
    apollo ? { status: 'ready' } : reply.code(503).send({ status: 'not ready' }),
  );
  graphqlRoute(http, () => apollo);

  return {
    http,
    open: async (engine) => {
      const server = new ApolloServer<RequestContext>({
        gateway: apolloServerGateway(engine),
        logger: http.log,
        introspection: true,
        csrfPrevention: true,
        persistedQueries: false,
        includeStacktraceInErrorResponses: false,
        stopOnTerminationSignals: false,
        plugins: [
          errorPlugin,
          statusPlugin,
          ApolloServerPluginLandingPageDisabled(),
          ApolloServerPluginInlineTraceDisabled(),
          ApolloServerPluginUsageReportingDisabled(),
          ApolloServerPluginSchemaReportingDisabled(),
        ],
      });
      await server.start();
      apollo = server;
    },
  };
}
