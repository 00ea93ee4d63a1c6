import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DueEnding } from '@hub/protocol';
import { guardConnections, type PlacedPrice, refuseUpgrade } from '@hub/runtime';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Introspection } from '../authorization/restrict-introspection.js';
import type { Engine } from '../engine/engine.js';
import { Entry } from '../entry/entry.js';
import { catalogueEndpoint } from '../exports/catalogue/catalogue-endpoint.js';
import { feedEndpoint } from '../exports/events/feed-endpoint.js';
import { streamEndpoint } from '../exports/events/stream-endpoint.js';
import { type ExportEndpointOptions, exportEndpoints } from '../exports/export-endpoint.js';
import { openApiEndpoint } from '../exports/openapi/openapi-endpoint.js';
import type { PanelsInForce } from '../exports/panels/panels-in-force.js';
import { panelsEndpoint } from '../exports/panels/panels-endpoint.js';
import type { TablesInForce } from '../exports/table/tables-in-force.js';
import { requestId } from '../request/request-id.js';
import type { ApolloPlugin } from '../graphql/apollo-pipeline.js';
import { serveCallbacks } from '../http/callbacks.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { changesEndpoint } from '../http/changes-endpoint.js';
import { Cors, shareAcrossOrigins } from '../http/cors.js';
import { describedEndpoints } from '../http/described-endpoint.js';
import { operationPrices } from '../http/operation-prices.js';
import { graphqlEndpoint, type GraphQLEndpointOptions } from '../http/graphql-endpoint.js';
import { mailLinks } from '../http/mail-links.js';
import { mcpEndpoint } from '../mcp/mcp-endpoint.js';
import { healthEndpoints } from '../http/health-endpoints.js';
import { httpServer } from '../http/http-server.js';
import { importsEndpoint } from '../http/imports-endpoint.js';
import { serveLink } from '../http/link-endpoint.js';
import { resourceMetadataEndpoint } from '../http/resource-metadata.js';
import { schemaEndpoint } from '../http/schema-endpoint.js';
import { webSocketEndpoint } from '../http/websocket-endpoint.js';
import { type Authenticate, allAnonymous } from '../identity/authenticate.js';
import type { Issuer } from '../identity/issuer.js';
import { Admission } from '../limits/admission.js';
import type { LeftOut } from '../state/left-out.js';
import { type Limits, looseLimits } from '../limits/limits.js';
import { ProcessorTime } from '../limits/processor-time.js';
import type { RateLimiter } from '../limits/rate/rate-limiter.js';
import { warnOfUnnamedProxy } from '../limits/unnamed-proxy.js';
import type { UnreadyReason } from '../state/readiness.js';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import type { BuiltPortal } from '../portal-files/built-portal.js';
import { unrecordedWork, type WorkRecorder } from '../audit/recorded-work.js';
import { type HubPart, hubParts, type OwnParts } from '../portal-files/hub-parts.js';
import { IssuerOrigins } from '../portal-files/issuer-origins.js';
import { portalEndpoints, rootEndpoint, type ShowPage } from '../portal-files/portal-endpoints.js';
import type { PortalSettings } from '../portal-files/portal-settings.js';
import { leadToPortal } from '../portal-files/takes-pages.js';
import { isLocal, metricsEndpoint } from '../telemetry/metrics-endpoint.js';
import { RequestLog, type RequestSample } from '../telemetry/request-log.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { NamedDocuments } from '../trusted-documents/documents-of-apps.js';
import { openPipelines, type Pipelines } from './open-pipelines.js';

/** The gateway's HTTP server. Closing `http` finishes running requests, then closes the engine. */
export interface GatewayServer {
  readonly http: FastifyInstance;
  /** The prices of all endpoints. */
  readonly prices: () => readonly PlacedPrice[];
  /** Starts answering operations; until then `/graphql` and `/readyz` return 503. */
  readonly open: (engine: Engine) => Promise<void>;
  /** The reasons why the gateway is not ready; empty if it is ready. */
  readonly unready: () => readonly UnreadyReason[];
  /** Ends all connections at once. */
  readonly cut: () => void;
}

export interface ServerOptions {
  readonly logLevel: string;
  /** Makes the authentication with the gateway's log; by default, every caller is anonymous. */
  readonly authenticate?: (log: FastifyBaseLogger) => Authenticate;
  /** The callers that may see names of the schema in errors; all by default. */
  readonly introspection?: Introspection;
  /** The time limit of an operation, in milliseconds; then the response contains the data that is present. */
  readonly operationTimeoutMs?: number;
  /** The limits of requests; loose by default. */
  readonly limits?: Limits;
  /** Queues new operations for the event loop's time: the engine's own queue; by default a new one. */
  readonly processor?: ProcessorTime;
  /** Makes the rate limiter with the gateway's log; by default this gateway counts alone. */
  readonly rateLimiter?: (log: FastifyBaseLogger) => RateLimiter;
  /** The registered documents; by default apps need not register any. */
  readonly trustedDocuments?: NamedDocuments | undefined;
  /** The tables to export as files; none by default. */
  readonly tables?: TablesInForce | undefined;
  /** The organisations' panels of records on pages; none by default. */
  readonly panels?: PanelsInForce | undefined;
  /** The portal's files and its settings; none by default. */
  readonly portal?:
    { readonly files: BuiltPortal; readonly settings: PortalSettings; readonly issuer: Issuer | undefined } | undefined;
  /** The state of parts that the gateway uses in other ways than fetches; empty by default. */
  readonly ownParts?: () => OwnParts;
  /** The faulty parts for `/readyz`; none by default. */
  readonly leftOut?: () => LeftOut;
  /** The certificates, keys and agreements that end soon; none by default. */
  readonly ends?: () => readonly DueEnding[];
  /** The origins of other sites whose pages may send requests; none by default. */
  readonly allowedOrigins?: ReadonlySet<string>;
  /** The trusted issuer; none by default. */
  readonly issuerUrl?: string | undefined;
  /** Whether an origin belongs to a registered app now; none by default. */
  readonly isOriginOfApp?: ((origin: string) => boolean) | undefined;
  /**
   * The number of proxies in front of the gateway: see `wholeAddress`; none by default, and then a proxy causes a
   * warning.
   */
  readonly trustedProxies?: number | undefined;
  /** Receives subscription events at `/callback`. */
  readonly callbacks?: CallbackDesk;
  /** The URL at which the movement receives organisations' uploads; without it, this gateway accepts none. */
  readonly linkUrl?: string | undefined;
  /** The URL at which the registry receives organisations' descriptions; without it, no organisation joins here. */
  readonly registryUrl?: string | undefined;
  /** The registry's change log and its present token; without it, the gateway serves no change log. */
  readonly changesOf?: (() => OperatorEndpoint) | undefined;
  /** Records the work of organisations' staff with files; by default it is not recorded. */
  readonly recorder?: (() => WorkRecorder) | undefined;
  /**
   * Apollo Server plugins. With any, Apollo Server's pipeline runs the operations; otherwise none of its code is
   * loaded.
   */
  readonly plugins?: readonly ApolloPlugin[];
  /** Reasons why the gateway is not ready, in addition to a missing engine; none by default. */
  readonly unready?: () => readonly UnreadyReason[];
  /** The requests to log; none by default. */
  readonly requestSample?: RequestSample | undefined;
  /** Observes answers; absent if they are not observed. */
  readonly telemetry?: Telemetry | undefined;
}

const graphqlPath = /^\/graphql(?:\?|$)/;

/**
 * Builds the gateway's server: `/graphql`, `/healthz` (alive) and `/readyz` (operations are answered). `/readyz` shows
 * any caller the reasons if not ready, and the organisations and apps that are left out, each with a code. Both answer
 * from present knowledge and send no requests.
 */
export function createServer({
  logLevel,
  authenticate = () => allAnonymous,
  introspection,
  operationTimeoutMs = 30_000,
  limits = looseLimits,
  processor = new ProcessorTime({ share: limits.processorShare }),
  rateLimiter,
  trustedDocuments,
  tables,
  panels,
  portal,
  ownParts = () => ({}),
  leftOut = () => ({ leftOut: [], outdated: [] }),
  ends = () => [],
  trustedProxies,
  allowedOrigins = new Set(),
  isOriginOfApp,
  issuerUrl,
  callbacks,
  linkUrl,
  registryUrl,
  changesOf,
  recorder = () => unrecordedWork,
  plugins = [],
  telemetry,
  unready = () => [],
  requestSample,
}: ServerOptions): GatewayServer {
  let pipelines: Pipelines | undefined;
  let opened: Engine | undefined;
  let show: ShowPage | undefined;
  const handleOperation = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!graphqlPath.test(request.url ?? '')) return false;
    if (portal && leadToPortal(request, response)) return true;
    endpoint.handle(request, response).catch((error: unknown) => {
      http.log.error({ err: error, reqId: requestId(request.headers['x-request-id']) }, 'a request had no answer');
      response.destroy();
    });
    return true;
  };
  const { http, prices } = httpServer(logLevel, handleOperation, (request, reply) => show?.(request, reply));
  const admission = new Admission(limits, rateLimiter?.(http.log));
  const requestLog = requestSample && new RequestLog(requestSample);
  if (requestLog) telemetry?.metrics.readRequestLog(() => requestLog.dropped);
  const reasons = (): readonly UnreadyReason[] => [...(pipelines ? [] : ['NO_SUPERGRAPH' as const]), ...unready()];
  telemetry?.metrics.readReadiness(reasons);
  telemetry?.metrics.readLeftOut(leftOut);
  const entry = new Entry({
    authenticate: authenticate(http.log),
    operationTimeoutMs,
    admission,
    processor,
    trustedProxies: trustedProxies ?? 0,
    log: http.log,
    refused: (code) => telemetry?.metrics.refused(code),
    requestLog,
  });
  const cors = new Cors(allowedOrigins, isOriginOfApp);
  shareAcrossOrigins(http, cors);
  const endpoints: GraphQLEndpointOptions = {
    pipeline: () => pipelines?.ofCallers,
    entry,
    limits,
    cors,
    log: http.log,
  };
  const endpoint = graphqlEndpoint(endpoints);
  const webSockets = webSocketEndpoint(endpoints);
  if (trustedProxies === undefined) warnOfUnnamedProxy(http.server, http.log);
  const endSilent = guardConnections(http.server, (request, socket, head) => {
    if (graphqlPath.test(request.url ?? '')) webSockets.upgrade(request, socket, head);
    else refuseUpgrade(socket, '404 Not Found');
  });
  http.addHook('preClose', (done) => {
    endSilent();
    endpoint.close();
    pipelines?.ofCallers.endSubscriptions();
    webSockets.close();
    done();
  });
  http.addHook('onClose', async () => {
    await pipelines?.ofCallers.close();
    await admission.close();
  });
  const described = describedEndpoints(http);
  healthEndpoints(http, entry, { reasons, leftOut, ends });
  const parts = (): readonly HubPart[] => hubParts(opened?.stats() ?? { subgraphs: [] }, ownParts());
  if (portal) {
    const origins =
      portal.issuer &&
      new IssuerOrigins(portal.issuer, (err) => {
        http.log.warn({ err }, 'the issuer does not say where browsers get tokens');
      });
    show = portalEndpoints(
      http,
      entry,
      portal.files,
      portal.settings,
      parts,
      async () => (await origins?.known()) ?? [],
    );
  } else rootEndpoint(http, entry);
  schemaEndpoint(http, { entry, engine: () => opened, introspection: introspection ?? 'all' });
  if (tables) {
    const exportEndpoint: ExportEndpointOptions = {
      ...{ entry, processor, cors, limits, tables },
      pipeline: () => pipelines?.ofTables,
      graph: () => opened,
      introspection: introspection ?? 'all',
    };
    exportEndpoints(http, exportEndpoint);
    catalogueEndpoint(http, exportEndpoint);
    openApiEndpoint(http, described, exportEndpoint);
    feedEndpoint(http, exportEndpoint);
    streamEndpoint(http, exportEndpoint);
    mcpEndpoint(http, {
      ...{ ...exportEndpoint, limits, documentsOf: trustedDocuments && ((app) => trustedDocuments.of(app)) },
      handle: (request, response) => {
        if (!handleOperation(request, response)) http.routing(request, response);
      },
    });
    if (panels) panelsEndpoint(http, panels, exportEndpoint);
  }
  mailLinks(http, { entry, pipeline: () => pipelines?.ofTables, graph: () => opened });
  if (callbacks) serveCallbacks(http, { desk: callbacks, entry, limits });
  importsEndpoint(http, { entry, engine: () => opened, limits, recorder });
  if (changesOf) changesEndpoint(http, { entry, registry: changesOf });
  resourceMetadataEndpoint(http, entry, issuerUrl);
  if (linkUrl !== undefined) serveLink(http, { entry, url: linkUrl, registryUrl });
  if (telemetry?.servesMetrics) metricsEndpoint(http, telemetry.metrics, isLocal);

  return {
    http,
    prices: () => [...operationPrices, ...prices],
    unready: reasons,
    cut: () => {
      http.server.closeAllConnections();
      webSockets.cut();
    },
    open: async (engine) => {
      opened = engine;
      pipelines = await openPipelines(engine, http.log, {
        introspection,
        limits,
        operationTimeoutMs,
        processor,
        plugins,
        telemetry,
        trustedDocuments,
      });
      webSockets.ready();
    },
  };
}
