import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { AuditTrail } from './audit/audit-trail.js';
import { reloadAuditToken } from './audit/reload-audit-token.js';
import { AgreementsInForce } from './agreements/agreements-in-force.js';
import { withPurposes } from './agreements/asked-for.js';
import { followAgreements } from './follow-agreements.js';
import { type Config, environmentOf, hubAgreements, readConfig, readSettingsByName } from './config.js';
import type { OperationRequest } from './engine/engine.js';
import { SupergraphError } from './errors/supergraph-error.js';
import { hubEngines } from './engine/hub-engine.js';
import type { PreparationLimits } from './engine/prepare-operations.js';
import { ReloadingEngine } from './engine/reloading-engine.js';
import { bearerTokens, knowNobody } from './identity/authenticate.js';
import { chosenLimits } from './limits/chosen-limits.js';
import { type Limits, partOfOperations, waitingEach } from './limits/limits.js';
import { RedisRateLimiter } from './limits/rate/redis-rate-limiter.js';
import { MemoryRateLimiter } from './limits/rate/memory-rate-limiter.js';
import { optOuts } from './opt-outs.js';
import { ownSchema } from './own-subgraph/own-schema.js';
import { secured } from './http/secured.js';
import { newPlannerStats } from './planner/planner-stats.js';
import { apiText } from './print-api.js';
import { returnMemoryWhenIdle } from './return-memory.js';
import { createServer } from './server.js';
import { endingOf, StartError } from './errors/start-error.js';
import { followSubgraphs, takeSubgraphs } from './directory/follow-subgraphs.js';
import { reloadCertificates } from './directory/reload-certificates.js';
import { untrustedCode } from './subgraph/refused-client.js';
import { SubgraphDirectory } from './directory/subgraph-directory.js';
import { CallbackDesk } from './subscription/callback-desk.js';
import { reloadFrom } from './supergraph-file.js';
import { DocumentsInForce } from './trusted-documents/documents-in-force.js';
import { followTrustedDocuments } from './trusted-documents/follow-trusted-documents.js';
import { registeredOperations } from './trusted-documents/registered-operations.js';
import { Metrics } from './telemetry/metrics.js';
import { metricsRoute } from './telemetry/metrics-route.js';
import { openTelemetry, type Telemetry } from './telemetry/telemetry.js';

/** How long a request under way when the gateway stops may outlive the timeout of a fetch, in milliseconds. */
const graceMs = 5000;

/** How far operations are prepared for a new supergraph before it goes live. */
const preparation: PreparationLimits = { operations: 1000, milliseconds: 10_000 };

/**
 * How far memory may grow between two full collections, in percent of what was in use after the first. V8 would let it
 * grow fourfold, to a quarter more in all, for 2 % less time on large queries (docs/decisions/executor.md).
 */
const memoryGrowthPercent = 100;

/** Serves until SIGTERM, SIGINT or the end of the process that started it. SIGHUP never ends it. */
async function run(config: Config): Promise<void> {
  // Who reloads something listens besides, while there is something to reload.
  process.on('SIGHUP', () => undefined);
  const supergraphSdl = await readSupergraph(config.supergraph);
  const limits = await chosenLimits(config.limits);
  const { redisUrl } = config;
  const agreements = config.agreements ? await openAgreements(config.agreements, supergraphSdl) : undefined;
  const trustedDocuments = config.trustedDocuments ? await DocumentsInForce.open(config.trustedDocuments) : undefined;
  const callbacks = new CallbackDesk(() => config.callbackUrl ?? `${http.listeningOrigin}/callback`);
  const metrics = new Metrics();
  metrics.measureProcess();
  const telemetry = await openTracedTelemetry(config, metrics, (fault) => {
    http.log.warn({ fault }, 'traces are not sent');
  });
  const { http, open, cut } = createServer({
    ...config,
    telemetry,
    authenticate: (log) => {
      const known = config.issuer
        ? bearerTokens(config.issuer, log, (keys) => {
            metrics.readIssuerKeys(keys);
          })
        : knowNobody;
      return agreements ? withPurposes(known, agreements.askedFor) : known;
    },
    limits,
    trustedDocuments,
    leftOut: () => {
      const apps = trustedDocuments?.leftOut ?? { leftOut: [], outdated: [] };
      const refused = directory.refused.map((organisation) => ({ organisation, code: untrustedCode }));
      const { leftOut = [], outdated = [] } = agreements?.leftOut ?? {};
      return { leftOut: [...leftOut, ...refused, ...apps.leftOut], outdated: [...outdated, ...apps.outdated] };
    },
    rateLimiter: (log) => (redisUrl === undefined ? new MemoryRateLimiter() : new RedisRateLimiter(redisUrl, log)),
    callbacks,
    unready: () => [
      ...(trail?.isRefusing ? ['AUDIT_UNAVAILABLE' as const] : []),
      ...(directory.canSign ? [] : ['SIGNING_KEY_UNUSABLE' as const]),
      ...(directory.refusesAll ? ['NO_SUBGRAPH_KEYS' as const] : []),
    ],
  });
  const everyMs = config.receiptsEvery * 1000;
  const trail =
    config.audit && new AuditTrail({ ...config.audit, failure: config.auditFailure, everyMs, log: http.log });
  if (trail) metrics.readAudit(() => trail.stats);
  for (const line of optOuts(config)) http.log.warn(line);
  agreements?.report(http.log);
  trustedDocuments?.report(http.log);
  let { subgraphSettings } = config;
  const directory = new SubgraphDirectory({
    environment: (name) => environmentOf({ ...config, subgraphSettings }, name),
    trust: config.trust,
    receipts: {
      everyMs,
      acknowledged: (acknowledgement) => trail?.acknowledged(acknowledgement),
      open: trail?.receipts,
      heads: trail?.heads,
    },
    log: http.log,
  });
  metrics.readCertificates(() => directory.certificates);
  const subgraphsTaken = config.subgraphs === undefined ? '' : await takeSubgraphs(config.subgraphs, directory);
  const metricsServer = await openMetricsServer(config, metrics, http.log);
  try {
    await listen(http, config);
    const stopped = stopSignal();
    const engine = await openEngine(supergraphSdl, config, {
      limits,
      agreements,
      registered: () => registeredOperations(trustedDocuments?.texts ?? []),
      callbacks,
      directory,
      metrics,
      log: http.log,
    });
    await open(trail ? trail.recorded(engine) : engine);
    const supergraph = reloadFrom(config.supergraph, engine, http.log);
    const stopFollowing = agreements && followAgreements({ agreements, engine, supergraph, log: http.log });
    const stopFollowingDocuments = trustedDocuments && followTrustedDocuments(trustedDocuments, http.log);
    const stopReloading = reloadCertificates({
      read: () => readSettingsByName(config.timeoutMs, process.env),
      take: (settings) => {
        subgraphSettings = settings;
      },
      directory,
      log: http.log,
    });
    const stopReadingToken = trail && reloadAuditToken(trail, process.env, http.log);
    const subgraphs = () => engine.stats().subgraphs.map(({ name }) => name);
    const stopFollowingSubgraphs =
      config.subgraphs === undefined
        ? undefined
        : followSubgraphs({ file: config.subgraphs, directory, subgraphs, log: http.log }, subgraphsTaken);
    http.log.info({ supergraph: config.supergraph }, 'ready');
    const stopReturning = returnMemoryWhenIdle({ log: http.log });
    await stopped;
    stopReturning();
    supergraph.stop();
    stopReloading();
    stopReadingToken?.();
    stopFollowing?.();
    stopFollowingDocuments?.();
    stopFollowingSubgraphs?.();
    http.log.info('stopping');
    setTimeout(cut, Math.max(config.timeoutMs, config.operationTimeoutMs) + graceMs).unref();
  } finally {
    await http.close();
    await trail?.close();
    await metricsServer?.close();
    await telemetry.tracing?.close();
  }
}

async function openTracedTelemetry(
  { queryPlans, metricsPort }: Config,
  metrics: Metrics,
  onFault: (message: string) => void,
): Promise<Telemetry> {
  try {
    return await openTelemetry({ metrics, queryPlans, metricsPort, variables: process.env, onFault });
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}

/** The server that only metrics are read from, where they have a port of their own. */
async function openMetricsServer(
  { metricsHost, metricsPort }: Config,
  metrics: Metrics,
  log: FastifyBaseLogger,
): Promise<FastifyInstance | undefined> {
  if (metricsPort === undefined) return undefined;
  const server = secured(fastify({ forceCloseConnections: true }));
  metricsRoute(server, metrics, () => true);
  await listen(server, { host: metricsHost, port: metricsPort }, '--metrics-port or METRICS_PORT');
  log.info({ addresses: server.addresses() }, 'metrics');
  return server;
}

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`expected a supergraph file at ${file}: ${(error as Error).message}`);
  }
}

/**
 * @throws StartError where they cannot be read, or where they are the hub's, by default, and the graph is another's: of
 * that they would show nothing.
 */
async function openAgreements(folder: string, supergraphSdl: string): Promise<AgreementsInForce> {
  const agreements = await AgreementsInForce.open(folder, supergraphSdl);
  const problems = agreements.whyNothingIsShown;
  if (folder !== hubAgreements || problems.length === 0) return agreements;
  throw new StartError(
    `${problems.join('\n')}\nThese are the hub's own agreements. For another graph: --agreements FOLDER with those of its organisations, or, outside production, --foreign.`,
  );
}

/** What an engine needs besides its supergraph and the configuration. */
interface EngineMeans {
  readonly limits: Limits;
  readonly agreements: AgreementsInForce | undefined;
  /** Gives the operations that are planned before somebody asks. */
  readonly registered: () => readonly OperationRequest[];
  readonly callbacks: CallbackDesk;
  readonly directory: SubgraphDirectory;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
}

async function openEngine(
  supergraphSdl: string,
  config: Config,
  { limits, agreements, registered, callbacks, directory, metrics, log }: EngineMeans,
): Promise<ReloadingEngine> {
  const { timeoutMs, operationTimeoutMs, share, unauthorized, introspection } = config;
  const stats = newPlannerStats();
  metrics.readPlanner(stats);
  const open = hubEngines({
    timeoutMs,
    share,
    unauthorized,
    introspection,
    agreements: agreements && ((graph) => agreements.for(graph)),
    anyone: agreements && ((purpose) => agreements.askedFor.anyone(purpose)),
    knowledge: { askedFor: agreements?.askedFor, limits },
    operationCacheBytes: limits.cacheBytes * partOfOperations,
    cost: limits.cost && { budgets: limits.cost, listSize: limits.listSize, fetch: limits.fetchCost },
    subgraphUrl: (name) => directory.of(name).url,
    subgraphSettings: (name) => ({
      concurrency: limits.subgraphConcurrency,
      waitingEach: waitingEach(limits),
      ...directory.of(name).settings,
    }),
    subgraphTrust: (name) => directory.of(name).trust,
    onSubgraphChange: (listener) => {
      directory.onChange(listener);
    },
    subscriptionRoute: (name) => directory.of(name).route,
    callbacks,
    fetched: (subgraph, milliseconds) => {
      metrics.fetched(subgraph, milliseconds);
    },
    log,
    planning: { thread: new URL('planning-thread.js', import.meta.url), maxSteps: limits.planningSteps, stats },
  });
  try {
    return await ReloadingEngine.open(supergraphSdl, {
      open,
      admit: agreements && ((sdl) => agreements.admit(sdl)),
      streamGraceMs: operationTimeoutMs,
      registered,
      preparation,
      log,
    });
  } catch (error) {
    if (!(error instanceof SupergraphError)) throw error;
    throw noSupergraph(config, error);
  }
}

function noSupergraph({ supergraph }: Config, { message }: Error): StartError {
  return new StartError(`expected a Federation 2 supergraph in ${supergraph}: ${message}`);
}

async function listen(
  http: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
  option = '--port or PORT',
): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const reason = inUse ? `it is in use; choose another with ${option}` : (error as Error).message;
    throw new StartError(`cannot listen on ${host} port ${port}: ${reason}`, 1);
  }
}

async function stopSignal(): Promise<void> {
  const listeners = new AbortController();
  const { signal } = listeners;
  await Promise.race(['SIGTERM', 'SIGINT', 'disconnect'].map((event) => once(process, event, { signal })));
  // A listener for `disconnect` left behind would keep the process alive as long as its parent.
  listeners.abort();
}

setFlagsFromString(`--heap-growing-percent=${memoryGrowthPercent}`);
try {
  const [command, ...others] = process.argv.slice(2);
  if (command === 'sdl' && others.length === 0) process.stdout.write(ownSchema);
  else if (command === 'api' && others.length === 0) process.stdout.write(await apiText(process.stdin, hubAgreements));
  else await run(readConfig(process.argv.slice(2), process.env));
} catch (error) {
  const { line, exitCode } = endingOf(error, process.env['LOG_LEVEL']);
  console.error(line);
  process.exit(exitCode);
}
