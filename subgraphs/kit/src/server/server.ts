import { lookPrice } from '../base/usual-prices.js';
import { createPublicKey } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Clock, lastPeriodOf, systemClock } from '@hub/protocol';
import { addEndpoint, guardConnections, isLoopback, refuseForeign } from '@hub/runtime';
import { anchorEndpoint, keptAnchorsEndpoint } from '../endpoints/anchor.endpoint.js';
import { AnchorKeeper } from '../audit/anchor-keeper.js';
import { auditMarksEndpoint } from '../endpoints/mark.endpoint.js';
import { Alarms } from '../telemetry/alarms.js';
import type { Config } from '../settings/config.js';
import type { ConfigChanges } from '../settings/config-changes.js';
import type { SubgraphContext } from '../graphql/context.js';
import { Services } from '../graphql/services.js';
import type { Database } from '../database/database.js';
import { allImports } from '../definition/all-imports.js';
import { syncGoals } from '../definition/sync-goals.js';
import { httpServer, renewTls } from './http-server.js';
import { deskCallerOf, importDeskEndpoints } from '../endpoints/import-desk.endpoint.js';
import { importEndpoints, operatorAtDesk } from '../endpoints/import.endpoint.js';
import { importRunEndpoints } from '../endpoints/import-runs.endpoint.js';
import { titlesOfKinds } from '../file/kind-title.js';
import { openDesk } from '../definition/open-desk.js';
import { importsEndpoint } from '../trust/imports-endpoint.js';
import { kindsThatFeed } from '../file/import-kind.js';
import { hasLedger } from '../ledger/ledger.js';
import { type FollowedHub, followHub } from '../link/follow-hub.js';
import { linkEndpoint } from '../endpoints/link.endpoint.js';
import { operatorEndpoints } from '../endpoints/operator-endpoints.js';
import { PseudonymKeysInUse, pseudonymsEndpoint } from '../endpoints/pseudonyms.endpoint.js';
import { subjectEndpoint } from '../endpoints/subject.endpoint.js';
import { graphElsewhere } from './graph-elsewhere.js';
import { graphHere } from './graph-here.js';
import { Readiness } from './readiness.js';
import { releaseEndpoints } from '../endpoints/release.endpoint.js';
import { keepReleases } from '../release/keep-releases.js';
import type { ImportWait } from '../release/releaser.js';
import type { BuiltSubgraph } from '../definition/schema.js';
import { Endings, ownEndings } from '../endings/endings.js';
import { schemaEndpoint } from '../endpoints/schema.endpoint.js';
import { schemaForRegistry } from '../endpoints/schema-for-registry.endpoint.js';
import { ownCellTables } from '../signed-cells/cell-tables.js';
import { watchCells } from '../signed-cells/cell-watch.js';
import { keysOfSketches } from '../settings/keys-of-sketches.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { LogTail } from '../telemetry/log-tail.js';
import { Metrics } from '../telemetry/metrics.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { traceRequests } from '../telemetry/traces.js';
import { commonArchiveSets } from '../archive/archive-set.js';
import { archiveEndpoints } from '../endpoints/archive.endpoint.js';
import { takeTypedRecords } from '../endpoints/take-typed-records.js';
import { TypedRecords, typedRecords } from '../record/typed-records.js';
import { receiptEndpoint, storedReceiptsEndpoint } from '../endpoints/receipt.endpoint.js';
import { trustOfGateways } from './trust-of-gateways.js';
import { callerOf, trustedEndpoints } from '../trust/trusted-endpoints.js';

/** The input of building a server. */
export interface ServerParts {
  readonly definition: SubgraphDefinition;
  readonly built: BuiltSubgraph;
  readonly database: Database;
  readonly config: Config;
  /** Default: counts without an exporter. */
  readonly telemetry?: Telemetry;
  /** Notified when the configuration's files were read again. */
  readonly changes?: ConfigChanges | undefined;
  /** Default: the machine's clock. */
  readonly now?: Clock;
  /** How long a release after imports waits for a next file; default: a few seconds. */
  readonly importWait?: ImportWait;
  /** Called at the end of a load of files. */
  readonly onLoaded?: () => void;
}

/**
 * Builds a subgraph's server: `/graphql`, `/healthz` (alive), `/readyz` (its database answers, and accepts writes where
 * every answer needs one), and the operator's endpoint. Closing it drains running requests; the database stays open.
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
  // A server that answers every local program must not answer web pages in a browser on this machine.
  if (!config.trust && isLoopback(config.host))
    server.addHook('onRequest', async (request, reply) => {
      const foreign = refuseForeign(request.raw, true);
      return foreign && reply.code(foreign.status).send({ code: foreign.code, message: foreign.message });
    });
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
  trustedEndpoints(server, trust, graph.addEndpoint);
  if (trust) {
    const onKept = (exchanges: number) => {
      metrics.exchangesEnded('receipted', exchanges);
    };
    receiptEndpoint(server, { trust, em: database.em, onKept });
    if (config.trust) schemaForRegistry(server, definition.organisation, config.trust, graph.sdl);
  }
  // The audit log does not keep anchors of itself.
  const anchors = config.auditKey ? undefined : new AnchorKeeper(database.em, definition.organisation);
  if (trust && anchors) {
    const onAnchor = (outcome: 'kept' | 'refused') => {
      metrics.anchorCame(outcome);
    };
    anchorEndpoint(server, { trust, keeper: anchors, onAnchor });
  }
  const alarms = new Alarms(server.log, metrics);
  let { tls } = config;
  const endings = new Endings(
    [
      () => ownEndings(() => ({ tls, sketchFiles: config.sketchFiles })),
      ...(definition.endings
        ? [() => definition.endings?.({ server, em: database.em, config, now, alarms, services }) ?? []]
        : []),
    ],
    { now, log: server.log },
  );
  metrics.tellEndings(() => endings.due());
  server.addHook('onReady', async () => {
    await endings.due();
  });
  healthEndpoints(server, definition, database, { alarms, endings });
  const { em } = database;
  let { operatorTokens, releaseKey } = config;
  const { organisation } = definition;
  const { rootPlace, release: schedule = { kind: 'by hand' }, mostRejected } = config;
  const { counts, tables = [] } = definition;
  const feeding = kindsThatFeed(definition.imports);
  const sketchKeys = keysOfSketches(config, server.log);
  const shaped = { organisation, rootPlace, counts, tables, feeding, mostRejected };
  const maker = { ...shaped, now, sketchKeys, key: () => releaseKey };
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
  const titleOf = titlesOfKinds(allImports(definition));
  const lastPeriod = () => lastPeriodOf(sketchKeys()?.periods ?? new Map());
  const linked = { lastPeriod, organisation, em, titleOf, key: () => releaseKey, log: server.log, now, everyMs };
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
    tls = now.tls ?? tls;
  });
  const desk = openDesk({ definition, em, config, pseudonymKeys, metrics, releaser, now });
  server.addHook('onClose', (_server, done) => {
    desk.close();
    done();
  });
  if (trust)
    importsEndpoint(server, trust, organisation, (endpoint) => {
      const ownKinds = new Set(definition.imports.map(({ kind }) => kind));
      const whoIs = (request: FastifyRequest) => deskCallerOf(request, ownKinds);
      importDeskEndpoints(endpoint, desk, { path: '/imports', callerOf: whoIs, mayDemonstrate: false });
      importRunEndpoints(endpoint, { path: '/imports', callerOf: whoIs, definition, em, releaser });
    });
  if (definition.forms?.length) {
    const parts = { definition, em, rootPlace, pseudonymKeys, metrics, releaser, now };
    services.open(typedRecords, () => new TypedRecords({ em, take: takeTypedRecords(parts) }));
  }
  const endpoints = { server, em, config, now, alarms, services };
  definition.openEndpoints?.(endpoints);
  definition.beside?.({ ...endpoints, desk, releaser, link, tail, probe: database.probe });
  operatorEndpoints(server, () => operatorTokens, {
    metrics: (operator) => {
      metrics.route(operator);
    },
    import: (operator) => {
      schemaEndpoint(operator, graph.sdl);
      importEndpoints(operator, { definition, em, desk, releaser, onLoaded });
      importRunEndpoints(operator, {
        path: '/operator/import-desk',
        callerOf: () => operatorAtDesk,
        definition,
        em,
        releaser,
      });
    },
    release: (operator) => {
      if (releaser) releaseEndpoints(operator, releaser, em);
      if (link) linkEndpoint(operator, link);
    },
    people: (operator) => {
      subjectEndpoint(operator, { definition, em, pseudonymKeys });
      pseudonymsEndpoint(operator, { definition, em, pseudonymKeys }, pseudonyms);
    },
    audit: (operator) => {
      definition.endpoints?.({ ...endpoints, operator });
      if (anchors) keptAnchorsEndpoint(operator, anchors);
      if (anchors) auditMarksEndpoint(operator, anchors);
      storedReceiptsEndpoint(operator, em);
      archiveEndpoints(operator, em, [...commonArchiveSets, ...(definition.archives ?? [])], now);
    },
    restore: (operator) => {
      definition.restoreEndpoints?.({ ...endpoints, operator });
    },
    keys: (operator) => {
      definition.keyEndpoints?.({ ...endpoints, operator });
    },
    follow: (operator) => {
      definition.followEndpoints?.({ ...endpoints, operator });
    },
  });
  return server;
}

/** Adds the endpoints for liveness and readiness. */
function healthEndpoints(
  server: FastifyInstance,
  { mustWrite = false }: SubgraphDefinition,
  { probe }: Database,
  { alarms, endings }: { readonly alarms: Alarms; readonly endings: Endings },
): void {
  addEndpoint(server, { method: 'GET', url: '/healthz', price: lookPrice, handler: () => ({ status: 'alive' }) });
  const readiness = new Readiness({ probe, mustWrite, log: server.log });
  addEndpoint(server, {
    method: 'GET',
    url: '/readyz',
    price: lookPrice,
    handler: async (_request, reply) => {
      const notReady = await readiness.look();
      const { raised } = alarms;
      const ends = endings.known.map(({ contact: _contact, owner: _owner, ...one }) => one);
      const told = { ...(raised.length > 0 && { alarms: raised }), ...(ends.length > 0 && { ends }) };
      return notReady
        ? reply.code(503).send({ status: 'not ready', notReady: [notReady], ...told })
        : { status: 'ready', ...told };
    },
  });
}
