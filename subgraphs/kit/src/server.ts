import { createPublicKey } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { type Clock, guardConnections, systemClock } from '@hub/schema';
import { anchorRoute, keptAnchorsRoute } from './audit/anchor.route.js';
import { AnchorKeeper } from './audit/anchor-keeper.js';
import { auditMarksRoute } from './audit/mark.route.js';
import { Alarms } from './alarms.js';
import type { Config } from './config.js';
import type { ConfigChanges } from './config-changes.js';
import type { SubgraphContext } from './context.js';
import type { Database } from './database/database.js';
import { DemandedRights } from './graphql/demanded-rights.js';
import { startApollo } from './graphql/start-apollo.js';
import { syncGoals } from './goals/sync-goals.js';
import { httpServer, renewTls } from './http-server.js';
import { importRoutes } from './import/import.route.js';
import { hasLedger } from './ledger/ledger.js';
import { type FollowedHub, followHub } from './link/follow-hub.js';
import { linkRoute } from './link/link.route.js';
import { EventDoor, wantsEvents } from './live/event-door.js';
import { operatorRoutes } from './operator-routes.js';
import { PseudonymKeysInUse, pseudonymsRoute } from './people/pseudonyms.route.js';
import { subjectRoute } from './people/subject.route.js';
import { Readiness } from './readiness.js';
import { releaseRoutes } from './release/release.route.js';
import { keepReleases } from './release/keep-releases.js';
import type { ImportWait } from './release/releaser.js';
import type { BuiltSubgraph } from './schema.js';
import { schemaRoute } from './schema.route.js';
import { ownCellTables } from './signed-cells/cell-tables.js';
import { watchCells } from './signed-cells/cell-watch.js';
import { keysOfSketches } from './sketches/keys-of-sketches.js';
import type { SubgraphDefinition } from './subgraph.js';
import { Metrics } from './telemetry/metrics.js';
import type { Telemetry } from './telemetry/telemetry.js';
import { traceRequests } from './telemetry/traces.js';
import { receiptRoute, storedReceiptsRoute } from './trust/receipt.route.js';
import { trustOfGateways } from './trust/trust-of-gateways.js';
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
  /** Called at the end of a load of files. */
  readonly onLoaded?: () => void;
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
  onLoaded,
}: ServerParts): Promise<FastifyInstance> {
  const { metrics, tracing } = telemetry;
  const server = httpServer(definition.organisation, config);
  await syncGoals(definition, database.em, { config, log: server.log, now });
  if (tracing) traceRequests(server, tracing);
  const rights = new DemandedRights(built.schema);
  const apollo = await startApollo(built.schema, { server, rights, metrics });
  const contextOf = (request: FastifyRequest): SubgraphContext => ({
    em: database.em.fork(),
    log: request.log,
    now,
    rootPlace: config.rootPlace,
    requestId: request.id,
    caller: callerOf(request),
    loaders: new Map(),
  });
  const answer = fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) });
  const events = new EventDoor({ schema: built.schema, rights, organisation: definition.organisation, contextOf });
  const endSilent = guardConnections(server.server);
  server.addHook('preClose', (done) => {
    endSilent();
    events.close();
    done();
  });
  const trust = trustOfGateways(definition.organisation, config, server.log, metrics);
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
  const alarms = new Alarms(server.log, metrics);
  healthRoutes(server, definition, database, alarms);
  const { em } = database;
  let { operatorTokens, releaseKey } = config;
  const { organisation } = definition;
  const { rootPlace, release: schedule = { kind: 'by hand' }, mostRejected } = config;
  const { counts, tables = [] } = definition;
  const sketchKeys = keysOfSketches(config, server.log);
  const maker = { organisation, rootPlace, now, counts, tables, sketchKeys, mostRejected, key: () => releaseKey };
  const onNews = () => link?.soon();
  const releases = { em, maker, schedule, log: server.log, onNews, ...(importWait && { wait: importWait }) };
  const releaser = hasLedger(organisation) ? keepReleases(server, releases) : undefined;
  if (releaser) {
    const keysOf = () => new Map(releaseKey ? [[releaseKey.id, createPublicKey(releaseKey.key)]] : []);
    const watched = { em, tables: ownCellTables, organisations: [organisation], keysOf, alarms, log: server.log, now };
    watchCells(server, { ...watched, ...(config.checkCellsMs && { everyMs: config.checkCellsMs }) });
  }
  const { hubUrl: hub, exchangeEveryMs: everyMs } = config;
  const linked = { organisation, em, key: () => releaseKey, log: server.log, now, everyMs };
  const link: FollowedHub | undefined =
    releaser && hub !== undefined ? followHub(server, { ...linked, hub }) : undefined;
  const pseudonyms = new PseudonymKeysInUse(config.pseudonymKeys, config.pseudonymKeyFile);
  const pseudonymKeys = () => pseudonyms.current;
  changes?.onChange((now) => {
    pseudonyms.current = now.pseudonymKeys;
    operatorTokens = now.operatorTokens;
    releaseKey = now.releaseKey;
    if (now.trust && trust) trust.signingKey = now.trust.signingKey;
    if (now.tls) renewTls(server, now.tls);
  });
  definition.openDoors?.({ server, em, config, now, alarms });
  operatorRoutes(server, () => operatorTokens, {
    metrics: (operator) => {
      metrics.route(operator);
    },
    import: (operator) => {
      schemaRoute(operator, built.sdl);
      importRoutes(operator, { definition, em, config, pseudonymKeys, metrics, releaser, now, onLoaded });
    },
    release: (operator) => {
      if (releaser) releaseRoutes(operator, releaser, em);
      if (link) linkRoute(operator, link);
    },
    people: (operator) => {
      subjectRoute(operator, { definition, em, pseudonymKeys });
      pseudonymsRoute(operator, { definition, em, pseudonymKeys }, pseudonyms);
    },
    audit: (operator) => {
      definition.doors?.({ server, operator, em, config, now, alarms });
      if (anchors) keptAnchorsRoute(operator, anchors);
      if (anchors) auditMarksRoute(operator, anchors);
      storedReceiptsRoute(operator, em);
    },
    restore: (operator) => {
      definition.restoreDoors?.({ server, operator, em, config, now, alarms });
    },
    keys: (operator) => {
      definition.keyDoors?.({ server, operator, em, config, now, alarms });
    },
    follow: (operator) => {
      definition.followDoors?.({ server, operator, em, config, now, alarms });
    },
  });
  return server;
}

/** Adds what says whether the server is alive, and whether it can answer. */
function healthRoutes(
  server: FastifyInstance,
  { mustWrite = false }: SubgraphDefinition,
  { probe }: Database,
  alarms: Alarms,
): void {
  server.get('/healthz', () => ({ status: 'alive' }));
  const readiness = new Readiness({ probe, mustWrite, log: server.log });
  server.get('/readyz', async (_request, reply) => {
    const notReady = await readiness.look();
    const { raised } = alarms;
    const told = raised.length > 0 ? { alarms: raised } : {};
    return notReady
      ? reply.code(503).send({ status: 'not ready', notReady: [notReady], ...told })
      : { status: 'ready', ...told };
  });
}
