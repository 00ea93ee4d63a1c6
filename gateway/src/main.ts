import { endingsOf } from './directory/certificate-expiry.js';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { returnMemoryWhenIdle, snapshotFiles, unforeseenFault } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { Follower } from './base/follower.js';
import { AuditTrail } from './audit/audit-trail.js';
import type { AgreementsOfFeed } from './agreements/agreements-of-feed.js';
import { openKeptRecords } from './start/open-kept-records.js';
import { AgreementsInForce } from './agreements/agreements-in-force.js';
import { readApolloPlugins } from './settings/apollo-plugins.js';
import { type Config, hubAgreements, readConfig } from './settings/config.js';
import { followFiles } from './following/follow-files.js';
import { endingOf } from './start/ending.js';
import { listen, openMetricsServer } from './start/listen.js';
import { RegistrySnapshots } from './following/registry-snapshots.js';
import { ProcessorTime } from './limits/processor-time.js';
import { newPlannerStats } from './planner/planner-stats.js';
import { chosenLimits } from './limits/chosen-limits.js';
import { openDirectory } from './start/open-directory.js';
import { openEngine } from './start/open-engine.js';
import { optOuts } from './settings/opt-outs.js';
import { ownSchema } from './own-subgraph/own-schema.js';
import { apiText } from './start/print-api.js';
import { createServer } from './start/server.js';
import { keyFilesOf, RegistryAccess } from './start/registry-access.js';
import { type ServerMeans, serverOptions } from './start/server-options.js';
import { StartError } from './errors/start-error.js';
import { takeSubgraphs } from './following/follow-subgraphs.js';
import { CallbackDesk } from './subscription/callback-desk.js';
import { PanelsInForce } from './exports/panels/panels-in-force.js';
import { TablesInForce } from './exports/table/tables-in-force.js';
import { DocumentsInForce } from './trusted-documents/documents-in-force.js';
import { registeredOperations } from './trusted-documents/registered-operations.js';
import { Metrics } from './telemetry/metrics.js';
import { openTelemetry, type Telemetry } from './telemetry/telemetry.js';

/** The time that a request may exceed the fetch timeout when the gateway stops, in milliseconds. */
const graceMs = 5000;

/**
 * The growth of memory between two full collections, in percent of the memory in use after the first. V8's own rule
 * would need a quarter more memory in total, for 2 % less time on large queries (docs/decisions/planner.md).
 */
const memoryGrowthPercent = 100;

/** Runs the gateway until SIGTERM, SIGINT or the end of its parent process. SIGHUP never ends it. */
async function run(config: Config): Promise<void> {
  // Created first, so that a SIGHUP during the start is handled when the files are followed.
  const follower = new Follower();
  const snapshots = await openSnapshots(config);
  const supergraphSdl = await readSupergraph(config.supergraph);
  const limits = await chosenLimits(config.limits);
  const planned = newPlannerStats();
  const processor = new ProcessorTime({
    share: limits.processorShare,
    refused: (reason) => {
      planned.busy[reason] += 1;
    },
  });
  const access = RegistryAccess.open(config);
  const agreements = config.agreements
    ? await openAgreements(config.agreements, supergraphSdl, access?.agreements)
    : undefined;
  const trustedDocuments = config.trustedDocuments ? await DocumentsInForce.open(config.trustedDocuments) : undefined;
  const tables = config.tables && (await TablesInForce.open(config.tables));
  const panels = config.portal && (await PanelsInForce.open(config.tables?.organisations, publishedPages(config)));
  const plugins = config.apolloPlugins === undefined ? [] : await readApolloPlugins(config.apolloPlugins);
  const callbacks = new CallbackDesk(() => config.callbackUrl ?? `${http.listeningOrigin}/callback`);
  const metrics = new Metrics();
  metrics.measureProcess();
  const telemetry = await openTracedTelemetry(config, metrics, (fault) => {
    http.log.warn({ fault }, 'traces are not sent');
  });
  const { http, open, cut } = createServer(
    serverOptions(config, {
      ...{ telemetry, limits, processor, agreements, trustedDocuments, tables, panels, callbacks, plugins },
      sharedLimiter: await openSharedLimiter(config),
      directory: () => directory,
      ...{ keys: access?.keys, content: access?.documents },
      trail: () => trail,
    }),
  );
  const { log } = http;
  const faulted = unforeseenFault((error) => {
    log.fatal({ err: error }, 'an unforeseen fault; the gateway stops');
  });
  access?.follow(log, metrics);
  const trail = await openTrail(config, metrics, log);
  for (const line of optOuts(config)) log.warn(line);
  agreements?.report(log);
  trustedDocuments?.report(log);
  const { directory, takeSettings } = openDirectory(config, trail, log);
  metrics.readCertificates(() => directory.certificates);
  const subgraphsTaken = config.subgraphs === undefined ? '' : await takeSubgraphs(config.subgraphs, directory);
  const metricsServer = await openMetricsServer(config, metrics, log);
  try {
    await listen(http, config);
    const stopped = stopSignal();
    const registered = () => registeredOperations([...(trustedDocuments?.texts ?? []), ...(tables?.documents ?? [])]);
    const means = { limits, processor, planned, agreements, registered, callbacks, directory, metrics, log };
    const engine = await openEngine(supergraphSdl, config, means);
    await open(trail ? trail.recorded(engine) : engine);
    access?.report(config.port, () => endingsOf(directory.certificates), log);
    tables?.report(engine, log);
    panels?.report(engine, log);
    const followed = {
      engine,
      agreements,
      trustedDocuments,
      tables,
      panels,
      directory,
      takeSettings,
      trail,
      ofRegistry: access?.holders ?? [],
      subgraphsTaken,
      log,
    };
    followFiles(config, followed, follower);
    snapshots?.follow(log);
    log.info({ supergraph: config.supergraph }, 'ready');
    const stopReturning = returnMemoryWhenIdle({ log });
    await Promise.race([stopped, faulted]);
    stopReturning();
    follower.stop();
    log.info('stopping');
    setTimeout(cut, Math.max(config.timeoutMs, config.operationTimeoutMs) + graceMs).unref();
  } finally {
    await http.close();
    await access?.close();
    await snapshots?.close();
    await trail?.close();
    await metricsServer?.close();
    await telemetry.tracing?.close();
  }
}

/** Follows the registry's snapshots if a folder is configured. @throws StartError */
async function openSnapshots({ registry, registryFolder, trust }: Config): Promise<RegistrySnapshots | undefined> {
  if (registryFolder === undefined) return undefined;
  if (!registry) throw new StartError('REGISTRY_FOLDER: expected REGISTRY_URL beside it');
  const keyFiles = keyFilesOf(trust, 'REGISTRY_FOLDER');
  return RegistrySnapshots.open({ ...registry, folder: registryFolder, keyFiles });
}

/** The folder of the pages that organisations publish at the registry. */
function publishedPages({ registryFolder }: Config): string | undefined {
  return registryFolder === undefined ? undefined : snapshotFiles(registryFolder).pages;
}

/** Connects to Redis if configured. Its package is loaded only then, because loading takes a tenth of the start. */
async function openSharedLimiter({ redisUrl }: Config): Promise<ServerMeans['sharedLimiter']> {
  if (redisUrl === undefined) return undefined;
  const { RedisRateLimiter } = await import('./limits/rate/redis-rate-limiter.js');
  return (log) => new RedisRateLimiter(redisUrl, log);
}

/** Opens the audit trail if an audit log is configured. */
async function openTrail(config: Config, metrics: Metrics, log: FastifyBaseLogger): Promise<AuditTrail | undefined> {
  const { audit, auditFailure, receiptsEvery } = config;
  if (!audit) return undefined;
  const kept = await openKeptRecords(config, log);
  const trail = new AuditTrail({ ...audit, failure: auditFailure, kept, everyMs: receiptsEvery * 1000, log });
  metrics.readAudit(() => trail.stats);
  return trail;
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

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`expected a supergraph file at ${file}: ${(error as Error).message}`);
  }
}

/**
 * @throws StartError if the agreements cannot be read, or if they are the hub's default and the graph is another one,
 * so that nothing would be visible.
 */
async function openAgreements(
  folder: string,
  supergraphSdl: string,
  feed: AgreementsOfFeed | undefined,
): Promise<AgreementsInForce> {
  const agreements = await AgreementsInForce.open(folder, supergraphSdl, feed);
  const problems = agreements.whyNothingIsShown;
  if (folder !== hubAgreements || problems.length === 0) return agreements;
  throw new StartError(
    `${problems.join('\n')}\nThese are the hub's own agreements. For another graph: --agreements FOLDER with its organisations' agreements, or, outside production, --foreign.`,
  );
}

async function stopSignal(): Promise<void> {
  const listeners = new AbortController();
  const { signal } = listeners;
  await Promise.race(['SIGTERM', 'SIGINT', 'disconnect'].map((event) => once(process, event, { signal })));
  // A remaining listener for `disconnect` would keep the process alive as long as its parent.
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
