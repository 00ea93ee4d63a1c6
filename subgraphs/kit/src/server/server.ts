import { createPublicKey } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Clock, systemClock } from '@hub/protocol';
import { guardConnections } from '@hub/runtime';
import { anchorRoute, keptAnchorsRoute } from '../routes/anchor.route.js';
import { AnchorKeeper } from '../audit/anchor-keeper.js';
import { auditMarksRoute } from '../routes/mark.route.js';
import { Alarms } from '../telemetry/alarms.js';
import type { Config } from '../settings/config.js';
import type { ConfigChanges } from '../settings/config-changes.js';
import type { SubgraphContext } from '../graphql/context.js';
import { Services } from '../graphql/services.js';
import type { Database } from '../database/database.js';
import { syncGoals } from '../definition/sync-goals.js';
import { httpServer, renewTls } from './http-server.js';
import { deskCallerOf, importDeskRoutes } from '../routes/import-desk.route.js';
import { importRoutes, operatorAtDesk } from '../routes/import.route.js';
import { importRunRoutes } from '../routes/import-runs.route.js';
import { openDesk } from '../definition/open-desk.js';
import { importsDoor } from '../trust/imports-door.js';
import { hasLedger } from '../ledger/ledger.js';
import { type FollowedHub, followHub } from '../link/follow-hub.js';
import { linkRoute } from '../routes/link.route.js';
import { operatorRoutes } from '../routes/operator-routes.js';
import { PseudonymKeysInUse, pseudonymsRoute } from '../routes/pseudonyms.route.js';
import { subjectRoute } from '../routes/subject.route.js';
import { graphElsewhere } from './graph-elsewhere.js';
import { graphHere } from './graph-here.js';
import { Readiness } from './readiness.js';
import { releaseRoutes } from '../routes/release.route.js';
import { keepReleases } from '../release/keep-releases.js';
import type { ImportWait } from '../release/releaser.js';
import type { BuiltSubgraph } from '../definition/schema.js';
import { schemaRoute } from '../routes/schema.route.js';
import { schemaForRegistry } from '../routes/schema-for-registry.route.js';
import { ownCellTables } from '../signed-cells/cell-tables.js';
import { watchCells } from '../signed-cells/cell-watch.js';
import { keysOfSketches } from '../settings/keys-of-sketches.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { LogTail } from '../telemetry/log-tail.js';
import { Metrics } from '../telemetry/metrics.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { traceRequests } from '../telemetry/traces.js';
import { commonArchiveSets } from '../archive/archive-set.js';
import { archiveRoutes } from '../routes/archive.route.js';
import { takeTypedRecords } from '../routes/take-typed-records.js';
import { TypedRecords, typedRecords } from '../record/typed-records.js';
import { receiptRoute, storedReceiptsRoute } from '../routes/receipt.route.js';
import { trustOfGateways } from './trust-of-gateways.js';
import { callerOf, trustedRoutes } from '../trust/trusted-routes.js';

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
  const tail = new LogTail();
  const server = httpServer(definition.organisation, config, tail);
  await syncGoals(definition, database.em, { config, log: server.log, now });
  if (tracing) traceRequests(server, tracing);
  const services = new Services();
  const contextOf = (request: FastifyRequest): SubgraphContext => ({
    em: database.em.fork(),
    log: request.log,
    now,
    rootPlace: config.rootPlace,
    requestId: request.id,
    caller: callerOf(request),
    services,
    loaders: new Map(),
  });
  const endSilent = guardConnections(server.server);
  server.addHook('preClose', (done) => {
    endSilent();
    done();
  });
  const trust = trustOfGateways(definition.organisation, config, server.log, metrics);
  const graph = definition.elsewhere
    ? await graphElsewhere(server, definition.elsewhere, { trust, now })
    : await graphHere(server, built, {
        organisation: definition.organisation,
        rests: definition.restsOnFigures,
        ...{ metrics, contextOf },
      });
  trustedRoutes(server, trust, graph.addRoute);
  if (trust) {
    const onKept = (exchanges: number) => {
      metrics.exchangesEnded('receipted', exchanges);
    };
    receiptRoute(server, { trust, em: database.em, onKept });
    if (config.trust) schemaForRegistry(server, definition.organisation, config.trust, graph.sdl);
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
    const watched = {
      em,
      tables: ownCellTables,
      organisations: () => Promise.resolve([organisation]),
      keysOf,
      alarms,
      log: server.log,
      now,
    };
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
  const desk = openDesk({ definition, em, config, pseudonymKeys, metrics, releaser, now });
  server.addHook('onClose', (_server, done) => {
    desk.close();
    done();
  });
  if (trust)
    importsDoor(server, trust, organisation, (door) => {
      const ownKinds = new Set(definition.imports.map(({ kind }) => kind));
      const whoIs = (request: FastifyRequest) => deskCallerOf(request, ownKinds);
      importDeskRoutes(door, desk, { path: '/imports', callerOf: whoIs, mayDemonstrate: false });
      importRunRoutes(door, { path: '/imports', callerOf: whoIs, definition, em, releaser });
    });
  if (definition.forms?.length) {
    const parts = { definition, em, rootPlace, pseudonymKeys, metrics, releaser, now };
    services.open(typedRecords, () => new TypedRecords({ em, take: takeTypedRecords(parts) }));
  }
  const doors = { server, em, config, now, alarms, services };
  definition.openDoors?.(doors);
  definition.beside?.({ ...doors, desk, releaser, link, tail, probe: database.probe });
  operatorRoutes(server, () => operatorTokens, {
    metrics: (operator) => {
      metrics.route(operator);
    },
    import: (operator) => {
      schemaRoute(operator, graph.sdl);
      importRoutes(operator, { definition, em, desk, releaser, onLoaded });
      importRunRoutes(operator, {
        path: '/operator/import-desk',
        callerOf: () => operatorAtDesk,
        definition,
        em,
        releaser,
      });
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
      definition.doors?.({ ...doors, operator });
      if (anchors) keptAnchorsRoute(operator, anchors);
      if (anchors) auditMarksRoute(operator, anchors);
      storedReceiptsRoute(operator, em);
      archiveRoutes(operator, em, [...commonArchiveSets, ...(definition.archives ?? [])], now);
    },
    restore: (operator) => {
      definition.restoreDoors?.({ ...doors, operator });
    },
    keys: (operator) => {
      definition.keyDoors?.({ ...doors, operator });
    },
    follow: (operator) => {
      definition.followDoors?.({ ...doors, operator });
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
