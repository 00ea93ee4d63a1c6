import { randomUUID } from 'node:crypto';
import type { ServerOptions } from 'node:https';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import {
  type Clock,
  KeyRing,
  loggableRequest,
  secureTransportHeaders,
  securityHeaders,
  silentConnections,
  systemClock,
} from '@hub/schema';
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { anchorRoute, keptAnchorsRoute } from './audit/anchor.route.js';
import { AnchorKeeper } from './audit/anchor-keeper.js';
import { auditMarksRoute } from './audit/mark.route.js';
import type { Config } from './config.js';
import type { ConfigChanges } from './config-changes.js';
import type { SubgraphContext } from './context.js';
import type { Database } from './database/database.js';
import { loggableError } from './database/loggable-error.js';
import { errorForClient, logErrors } from './graphql/client-errors.js';
import { DemandedRights, demandedRightsPlugin } from './graphql/demanded-rights.js';
import { stringifyInTurns } from './graphql/stringify-in-turns.js';
import { nulPlugin } from './graphql/unusable-values.js';
import { syncGoals } from './goals/sync-goals.js';
import { hasLedger } from './ledger/ledger.js';
import { hubClient } from './hub-client.js';
import { tokenSource } from './hub-credentials.js';
import { importRoutes } from './import/import.route.js';
import { EventDoor, wantsEvents } from './live/event-door.js';
import { operatorRoutes } from './operator-routes.js';
import { Readiness } from './readiness.js';
import { PseudonymKeysInUse, pseudonymsRoute } from './people/pseudonyms.route.js';
import { subjectRoute } from './people/subject.route.js';
import type { BuiltSubgraph } from './schema.js';
import type { SubgraphDefinition } from './subgraph.js';
import { LogBound } from './telemetry/log-bound.js';
import { releaseRoutes } from './release/release.route.js';
import { type ImportWait, keepReleases } from './release/releaser.js';
import type { SketchKeys } from './sketches/make-sketches.js';
import { readSketchKeys } from './sketches/sketch-config.js';
import { metricsPlugin } from './telemetry/metrics-plugin.js';
import { Metrics } from './telemetry/metrics.js';
import type { Telemetry } from './telemetry/telemetry.js';
import { traceRequests } from './telemetry/traces.js';
import { Exchanges } from './trust/exchanges.js';
import { GatewayTrust } from './trust/gateway-trust.js';
import type { TlsConfig } from './trust/trust-config.js';
import { receiptRoute, storedReceiptsRoute } from './trust/receipt.route.js';
import { callerOf, trustedRoutes } from './trust/trusted-routes.js';

/**
 * How large a request to `/graphql` may be, in bytes. A gateway sends what a caller's request holds, 1 MiB at most, and
 * keys of entities, for which it splits requests at 512 KiB unless told otherwise.
 */
const maxRequestBytes = 4 * 1024 * 1024;

/** What a server is built from. */
export interface ServerParts {
  readonly definition: SubgraphDefinition;
  readonly built: BuiltSubgraph;
  readonly database: Database;
  readonly config: Config;
  /** Counts for nobody where there is none. */
  readonly telemetry?: Telemetry;
  /** Tells when the configuration's files were read anew. */
  readonly changes?: ConfigChanges | undefined;
  /** The machine's clock unless told. */
  readonly now?: Clock;
  /** How long a release after imports waits for a next file; a few seconds unless told. */
  readonly importWait?: ImportWait;
}

/**
 * Builds a subgraph's server: `/graphql`, `/healthz` (alive), `/readyz` (its database answers, and takes writes where
 * nothing goes without), and the operator's door. Closing it drains requests that are under way; the database stays open.
 */
export async function createServer({
  definition,
  built,
  database,
  config,
  telemetry = { metrics: new Metrics(definition.organisation) },
  changes,
  now = systemClock,
  importWait,
}: ServerParts): Promise<FastifyInstance> {
  const { metrics, tracing } = telemetry;
  const bound = new LogBound();
  const headers = config.tls ? secureTransportHeaders : securityHeaders;
  const server = fastify({
    logger: {
      level: config.logLevel,
      base: { organisation: definition.organisation },
      serializers: { err: loggableError, req: loggableRequest },
      hooks: bound.hooks,
    },
    requestIdHeader: 'x-request-id',
    genReqId: () => randomUUID(),
    https: config.tls ? httpsOptions(config.tls) : null,
    // What is no path comes past all hooks.
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply)
        .code(400)
        .headers(headers)
        .send({ code: 'BAD_REQUEST', message: 'Expected a path.' });
    },
    forceCloseConnections: 'idle',
    logController: new FaultsOnly(),
  });
  await syncGoals(definition, database.em, { config, log: server.log, now });
  server.addHook('onClose', (_server, done) => {
    bound.flush();
    done();
  });
  server.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.send(error);
    request.log.error({ err: error, path: request.url.split('?')[0] }, 'a request failed');
    return reply.code(statusCode).send({ code: 'INTERNAL_SERVER_ERROR', message: internalMessage(request.id) });
  });
  server.addHook('onRequest', (_request, reply, next) => {
    reply.headers(headers);
    next();
  });
  // Fastify's own would log the whole URL.
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'NOT_FOUND', message: 'There is no such page.' }),
  );
  if (tracing) traceRequests(server, tracing);
  const rights = new DemandedRights(built.schema);
  const apollo = new ApolloServer<SubgraphContext>({
    schema: built.schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    stringifyResult: stringifyInTurns,
    plugins: [
      errorPlugin,
      nulPlugin,
      demandedRightsPlugin(rights),
      metricsPlugin(metrics),
      fastifyApolloDrainPlugin(server),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // It would look at every field of an answer.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  let token = config.hubCredentials && tokenSource(config.hubCredentials);
  const hub =
    config.hubUrl === undefined
      ? undefined
      : hubClient(config.hubUrl, token && ((signal) => token?.(signal) ?? Promise.resolve('')));
  const contextOf = (request: FastifyRequest): SubgraphContext => ({
    em: database.em.fork(),
    log: request.log,
    now,
    rootPlace: config.rootPlace,
    requestId: request.id,
    caller: callerOf(request),
    hub,
    loaders: new Map(),
  });
  const answer = fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) });
  const events = new EventDoor({ schema: built.schema, rights, organisation: definition.organisation, contextOf });
  const endSilent = silentConnections(server.server);
  server.addHook('preClose', (done) => {
    endSilent();
    events.close();
    done();
  });
  const trust = gatewayTrust(definition.organisation, config, server.log, metrics);
  trustedRoutes(server, trust, (door) => {
    door.route({
      url: '/graphql',
      method: ['GET', 'POST', 'OPTIONS'],
      bodyLimit: maxRequestBytes,
      handler(request, reply) {
        if (wantsEvents(request)) return events.answer(request, reply);
        void reply.header('cache-control', 'no-store');
        return answer.call(this, request, reply);
      },
    });
  });
  if (trust) {
    const onKept = (exchanges: number) => {
      metrics.exchangesEnded('receipted', exchanges);
    };
    receiptRoute(server, { trust, em: database.em, onKept });
  }
  // The audit log itself keeps none of its own.
  const anchors = config.auditKey ? undefined : new AnchorKeeper(database.em, definition.organisation);
  if (trust && anchors) {
    const onAnchor = (outcome: 'kept' | 'refused') => {
      metrics.anchorCame(outcome);
    };
    anchorRoute(server, { trust, keeper: anchors, onAnchor });
  }
  server.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async ({ log, method, url }, { statusCode, elapsedTime }) => {
    const level = statusCode < 500 || url === '/readyz' ? 'info' : 'warn';
    log[level]({ method, path: url.split('?')[0], statusCode, milliseconds: Math.round(elapsedTime) }, 'answered');
  });
  server.get('/healthz', () => ({ status: 'alive' }));
  const { probe } = database;
  const readiness = new Readiness({ probe, mustWrite: definition.mustWrite ?? false, log: server.log });
  server.get('/readyz', async (_request, reply) => {
    const notReady = await readiness.look();
    return notReady ? reply.code(503).send({ status: 'not ready', notReady: [notReady] }) : { status: 'ready' };
  });
  const { em } = database;
  let { operatorTokens, releaseKey } = config;
  const { organisation } = definition;
  const { rootPlace, release: schedule = { kind: 'by hand' } } = config;
  const { counts, tables = [] } = definition;
  const sketchKeys = sketchKeysOf(config, server.log);
  const maker = { organisation, rootPlace, now, counts, tables, sketchKeys, key: () => releaseKey };
  const releases = { em, maker, schedule, log: server.log, ...(importWait && { wait: importWait }) };
  const releaser = hasLedger(organisation) ? keepReleases(server, releases) : undefined;
  const pseudonyms = new PseudonymKeysInUse(config.pseudonymKeys, config.pseudonymKeyFile);
  const pseudonymKeys = () => pseudonyms.current;
  changes?.onChange((now) => {
    pseudonyms.current = now.pseudonymKeys;
    operatorTokens = now.operatorTokens;
    releaseKey = now.releaseKey;
    if (now.hubCredentials) token = tokenSource(now.hubCredentials);
    if (now.trust && trust) trust.signingKey = now.trust.signingKey;
    if (now.tls && 'setSecureContext' in server.server) server.server.setSecureContext(httpsOptions(now.tls));
  });
  operatorRoutes(server, () => operatorTokens, {
    metrics: (operator) => {
      metrics.route(operator);
    },
    import: (operator) => {
      importRoutes(operator, { definition, em, config, pseudonymKeys, metrics, releaser, now });
    },
    release: (operator) => {
      if (releaser) releaseRoutes(operator, releaser);
    },
    people: (operator) => {
      subjectRoute(operator, { definition, em, pseudonymKeys });
      pseudonymsRoute(operator, { definition, em, pseudonymKeys }, pseudonyms);
    },
    audit: (operator) => {
      definition.doors?.({ server, operator, em, config, hub, now });
      if (anchors) keptAnchorsRoute(operator, anchors);
      if (anchors) auditMarksRoute(operator, anchors);
      storedReceiptsRoute(operator, em);
    },
    restore: (operator) => {
      definition.restoreDoors?.({ server, operator, em, config, hub, now });
    },
    keys: (operator) => {
      definition.keyDoors?.({ server, operator, em, config, hub, now });
    },
    follow: (operator) => {
      definition.followDoors?.({ server, operator, em, config, hub, now });
    },
  });
  return server;
}

/** Logs none of the requests, which the server's hooks do, and every fault that no handler comes by. */
class FaultsOnly extends LogController {
  override incomingRequest(): void {
    // See the hook `onResponse`.
  }
  override requestCompleted(): void {
    // See the hook `onResponse`.
  }
  override defaultErrorLog(): void {
    // See the server's error handler.
  }
  override routeNotFound(): void {
    // See the hook `onResponse`.
  }
}

/** What of a fault its caller learns. */
function internalMessage(requestId: string): string {
  return `The request failed; its id is ${requestId}, by which the subgraph's log says why.`;
}

function gatewayTrust(
  audience: string,
  { trust }: Config,
  log: FastifyBaseLogger,
  metrics: Metrics,
): GatewayTrust | undefined {
  if (!trust) {
    log.error('ALLOW_UNSIGNED is set: it answers everyone who reaches it, whatever the schema demands');
    return undefined;
  }
  const { signingKey, trustedKeyFiles, mayBeMissing } = trust;
  const trusted = new KeyRing({
    files: trustedKeyFiles,
    mayBeMissing,
    onError: ({ message }) => {
      log.error({ reason: message }, 'cannot use the keys of the gateways');
    },
  });
  const exchanges = new Exchanges((lost) => {
    metrics.exchangesEnded('lost', lost.exchanges);
    log.warn(lost, 'exchanges without a receipt');
  });
  return new GatewayTrust({ audience, signingKey, trusted, exchanges });
}

/** What sketches are made with at a release. What cannot be read costs the sketches of what changed, not the release. */
function sketchKeysOf({ sketchFiles }: Config, log: FastifyBaseLogger): () => SketchKeys | undefined {
  return () => {
    try {
      return sketchFiles && readSketchKeys(sketchFiles);
    } catch (error) {
      log.warn({ err: error }, 'no sketches of people are made: a key cannot be used');
      return undefined;
    }
  };
}

function httpsOptions({ ca, ...own }: TlsConfig): ServerOptions {
  return ca === undefined ? own : { ...own, ca, requestCert: true, rejectUnauthorized: true };
}

/** Logs what goes wrong inside, under the request id, and sends the client nothing of it but that id. */
const errorPlugin: ApolloServerPlugin<SubgraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue }) => {
        logErrors(errors, contextValue);
        return Promise.resolve();
      },
      willSendResponse: ({ response, errors = [], contextValue }) => {
        if (response.body.kind === 'single' && response.body.singleResult.errors) {
          const result = response.body.singleResult;
          result.errors = result.errors?.map((formatted, index) =>
            errorForClient(formatted, errors[index], contextValue),
          );
        }
        return Promise.resolve();
      },
    }),
};
