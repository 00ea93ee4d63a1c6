import { loggableRequest, securityHeaders, silentConnections } from '@hub/schema';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApolloServerPlugin } from '@apollo/server';
import { fastify, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Introspection } from './authorization/restrict-introspection.js';
import type { RequestContext } from './request/context.js';
import type { Engine } from './engine/engine.js';
import { apolloPipeline } from './graphql/apollo-pipeline.js';
import type { Pipeline } from './graphql/graphql-response.js';
import { enginePipeline } from './graphql/pipeline.js';
import { serveCallbacks } from './http/callbacks.js';
import { Cors } from './http/cors.js';
import { graphqlDoor, type GraphQLDoorOptions } from './http/graphql-door.js';
import { schemaRoute } from './http/schema-route.js';
import { secured } from './http/secured.js';
import { refuse, webSocketDoor } from './http/websocket-door.js';
import { type Authenticate, knowNobody } from './identity/authenticate.js';
import { Admission } from './limits/admission.js';
import type { LeftOut } from './errors/left-out.js';
import { type Limits, looseLimits, partOfOperations } from './limits/limits.js';
import type { RateLimiter } from './limits/rate/rate-limiter.js';
import { warnOfUnnamedProxy } from './limits/unnamed-proxy.js';
import { notReadyBody, type UnreadyReason } from './errors/readiness.js';
import { requestId } from './request/request-id.js';
import type { CallbackDesk } from './subscription/callback-desk.js';
import { isLocal, metricsRoute } from './telemetry/metrics-route.js';
import { observedPipeline } from './telemetry/observed-pipeline.js';
import { RequestLog, type RequestSample } from './telemetry/request-log.js';
import type { Telemetry } from './telemetry/telemetry.js';
import type { TrustedDocuments } from './trusted-documents/trusted-documents.js';
import { trustedPipeline } from './trusted-documents/trusted-pipeline.js';

/** The gateway's HTTP server; closing `http` drains requests that are under way, then closes the engine. */
export interface GatewayServer {
  readonly http: FastifyInstance;
  /** Begins to answer operations; until then `/graphql` and `/readyz` say 503. */
  readonly open: (engine: Engine) => Promise<void>;
  /** Why it is not ready now; none where it is. */
  readonly unready: () => readonly UnreadyReason[];
  /** Ends all connections, whatever is under way. */
  readonly cut: () => void;
}

export interface ServerOptions {
  readonly logLevel: string;
  /** Makes what tells who asks, given the gateway's log; without it nobody is known. */
  readonly authenticate?: (log: FastifyBaseLogger) => Authenticate;
  /** Who may learn names of the schema from errors; everyone unless told. */
  readonly introspection?: Introspection;
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs?: number;
  /** What requests may take of the gateway; little is limited unless told. */
  readonly limits?: Limits;
  /** Makes what counts requests, given the gateway's log; this gateway counts alone unless told. */
  readonly rateLimiter?: (log: FastifyBaseLogger) => RateLimiter;
  /** The documents that clients registered; without them nobody need register any. */
  readonly trustedDocuments?: Pick<TrustedDocuments, 'resolve'> | undefined;
  /** What the gateway runs without now, for `/readyz`; nothing unless told. */
  readonly leftOut?: () => LeftOut;
  /** The origins of which pages may ask, from other sites; none unless told. */
  readonly allowedOrigins?: ReadonlySet<string>;
  /** How many proxies stand before the gateway: see `clientAddress`; none unless told, and a proxy is then warned of. */
  readonly trustedProxies?: number | undefined;
  /** Takes the events of subscriptions by callbacks, at `/callback`. */
  readonly callbacks?: CallbackDesk;
  /** Apollo Server's plugins; where there are any, its pipeline runs the operations. */
  readonly plugins?: readonly ApolloServerPlugin<RequestContext>[];
  /** Why the gateway is not ready besides want of an engine; it is unless told. */
  readonly unready?: () => readonly UnreadyReason[];
  /** Which requests are logged; none unless told. */
  readonly requestSample?: RequestSample | undefined;
  /** Observes what is answered; nobody does where it is absent. */
  readonly telemetry?: Telemetry | undefined;
}

const graphqlPath = /^\/graphql(?:\?|$)/;

/** How long a request may take to arrive, in milliseconds. */
const requestTimeout = 30_000;

/** How long a connection is kept open between requests, in milliseconds: longer than load balancers do. */
const keepAliveTimeout = 75_000;

/**
 * Builds the gateway's server: `/graphql`, `/healthz` (alive) and `/readyz` (operations are answered; it names why they
 * are not, and the organisations and apps that are left out, each with a code, to anybody). What they say is known
 * already: nobody is asked for it.
 */
export function createServer({
  logLevel,
  authenticate = () => knowNobody,
  introspection,
  operationTimeoutMs = 30_000,
  limits = looseLimits,
  rateLimiter,
  trustedDocuments,
  leftOut = () => ({ leftOut: [], outdated: [] }),
  trustedProxies,
  allowedOrigins = new Set(),
  callbacks,
  plugins = [],
  telemetry,
  unready = () => [],
  requestSample,
}: ServerOptions): GatewayServer {
  let pipeline: Pipeline | undefined;
  let opened: Engine | undefined;
  const http = fastify({
    logger: { level: logLevel, base: { service: 'gateway' }, serializers: { req: loggableRequest } },
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    // What is no path comes past all hooks.
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply)
        .code(400)
        .headers(securityHeaders)
        .send({ code: 'BAD_REQUEST', message: 'Expected a path.' });
    },
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (others) =>
      createHttpServer({ requestTimeout, keepAliveTimeout }, (request, response) => {
        if (graphqlPath.test(request.url ?? '')) void door.handle(request, response);
        else others(request, response);
      }),
  });
  const admission = new Admission(limits, rateLimiter?.(http.log));
  const requestLog = requestSample && new RequestLog(requestSample);
  if (requestLog) telemetry?.metrics.readRequestLog(() => requestLog.dropped);
  const reasons = (): readonly UnreadyReason[] => [...(pipeline ? [] : ['NO_SUPERGRAPH' as const]), ...unready()];
  telemetry?.metrics.readReadiness(reasons);
  telemetry?.metrics.readLeftOut(leftOut);
  const doors: GraphQLDoorOptions = {
    pipeline: () => pipeline,
    authenticate: authenticate(http.log),
    operationTimeoutMs,
    limits,
    admission,
    trustedProxies: trustedProxies ?? 0,
    cors: new Cors(allowedOrigins),
    log: http.log,
    refused: (code) => telemetry?.metrics.refused(code),
    requestLog,
  };
  const door = graphqlDoor(doors);
  const webSockets = webSocketDoor(doors);
  if (trustedProxies === undefined) warnOfUnnamedProxy(http.server, http.log);
  http.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (graphqlPath.test(request.url ?? '')) webSockets.upgrade(request, socket, head);
    else refuse(socket, '404 Not Found');
  });

  secured(http);
  // Fastify's own would log the whole URL.
  http.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'NOT_FOUND', message: 'There is no such page.' }),
  );
  http.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id);
  });
  const endSilent = silentConnections(http.server);
  http.addHook('preClose', (done) => {
    endSilent();
    door.close();
    pipeline?.endSubscriptions();
    webSockets.close();
    done();
  });
  http.addHook('onClose', async () => {
    await pipeline?.close();
    await admission.close();
  });
  http.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('GraphQL is at /graphql.\n'));
  http.get('/healthz', () => ({ status: 'alive' }));
  http.get('/readyz', (_request, reply) => {
    const why = reasons();
    if (why.length === 0) return { status: 'ready', ...named(leftOut()) };
    return reply.code(503).header('retry-after', '1').send(notReadyBody(why));
  });

  schemaRoute(http, { ...doors, engine: () => opened, introspection: introspection ?? 'all' });
  if (callbacks) serveCallbacks(http, callbacks);
  if (telemetry?.servesMetrics) metricsRoute(http, telemetry.metrics, isLocal);

  return {
    http,
    unready: reasons,
    cut: () => {
      http.server.closeAllConnections();
      webSockets.cut();
    },
    open: async (engine) => {
      opened = engine;
      const options = {
        documentLimits: limits.document,
        documentCacheBytes: limits.cacheBytes * (1 - partOfOperations),
        introspection,
      };
      const plain =
        plugins.length > 0 ? await apolloPipeline(engine, plugins, http.log, options) : enginePipeline(engine, options);
      telemetry?.metrics.read(() => engine.stats(), plain.documents);
      const observed = telemetry ? observedPipeline(plain, telemetry) : plain;
      pipeline = trustedDocuments ? trustedPipeline(observed, trustedDocuments) : observed;
    },
  };
}

/** What there is of it. */
function named({ leftOut, outdated }: LeftOut): Partial<LeftOut> {
  return { ...(leftOut.length > 0 && { leftOut }), ...(outdated.length > 0 && { outdated }) };
}
