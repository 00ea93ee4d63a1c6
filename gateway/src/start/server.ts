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
import type { ApolloPlugin } from '../graphql/apollo-pipeline.js';
import { serveCallbacks } from '../http/callbacks.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { changesEndpoint } from '../http/changes-endpoint.js';
import { Cors } from '../http/cors.js';
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
import { type Authenticate, knowNobody } from '../identity/authenticate.js';
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

/** The gateway's HTTP server; closing `http` drains requests that are under way, then closes the engine. */
export interface GatewayServer {
  readonly http: FastifyInstance;
  /** What each of its endpoints costs. */
  readonly prices: () => readonly PlacedPrice[];
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
  /** Where what is new waits for the event loop: the engine's own; another unless told. */
  readonly processor?: ProcessorTime;
  /** Makes what counts requests, given the gateway's log; this gateway counts alone unless told. */
  readonly rateLimiter?: (log: FastifyBaseLogger) => RateLimiter;
  /** The documents that callers registered; without them nobody need register any. */
  readonly trustedDocuments?: NamedDocuments | undefined;
  /** The tables that can be asked for as files; none unless told. */
  readonly tables?: TablesInForce | undefined;
  /** What pages show of organisations' records; nothing unless told. */
  readonly panels?: PanelsInForce | undefined;
  /** The pages for people, and what they are told of this hub; none unless told. */
  readonly portal?:
    { readonly files: BuiltPortal; readonly settings: PortalSettings; readonly issuer: Issuer | undefined } | undefined;
  /** What the gateway knows of parts that it asks by other ways than fetches; nothing unless told. */
  readonly ownParts?: () => OwnParts;
  /** What the gateway runs without now, for `/readyz`; nothing unless told. */
  readonly leftOut?: () => LeftOut;
  /** The things that end soon; none unless given. */
  readonly ends?: () => readonly DueEnding[];
  /** The origins of which pages may ask, from other sites; none unless told. */
  readonly allowedOrigins?: ReadonlySet<string>;
  /** The issuer whose tokens are taken; none unless told. */
  readonly issuerUrl?: string | undefined;
  /** Those of apps that registered, as they are now; none unless told. */
  readonly isOriginOfApp?: ((origin: string) => boolean) | undefined;
  /** How many proxies stand before the gateway: see `wholeAddress`; none unless told, and a proxy is then warned of. */
  readonly trustedProxies?: number | undefined;
  /** Takes the events of subscriptions by callbacks, at `/callback`. */
  readonly callbacks?: CallbackDesk;
  /** Where movement takes what organisations hand over; without it they hand nothing over here. */
  readonly linkUrl?: string | undefined;
  /** Where the registry takes what organisations say of themselves; without it none join here. */
  readonly registryUrl?: string | undefined;
  /** Where the registry tells its change log, and what opens it now; without it nobody is told any. */
  readonly changesOf?: (() => OperatorEndpoint) | undefined;
  /** Records what organisations' staff do with files; nobody does unless told. */
  readonly recorder?: (() => WorkRecorder) | undefined;
  /** Apollo Server's plugins; where there are any, its pipeline runs the operations. Else nothing of it is loaded. */
  readonly plugins?: readonly ApolloPlugin[];
  /** Why the gateway is not ready besides want of an engine; it is unless told. */
  readonly unready?: () => readonly UnreadyReason[];
  /** Which requests are logged; none unless told. */
  readonly requestSample?: RequestSample | undefined;
  /** Observes what is answered; nobody does where it is absent. */
  readonly telemetry?: Telemetry | undefined;
}

const graphqlPath = /^\/graphql(?:\?|$)/;

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
    void endpoint.handle(request, response);
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
