import type { FastifyBaseLogger } from 'fastify';
import { planningThread } from '../base/planning-thread-file.js';
import type { AgreementsInForce } from '../agreements/agreements-in-force.js';
import type { Config } from '../settings/config.js';
import type { SubgraphDirectory } from '../directory/subgraph-directory.js';
import type { OperationRequest } from '../engine/engine.js';
import { hubEngines } from '../engine/hub-engine.js';
import type { PreparationLimits } from '../engine/prepare-operations.js';
import { ReloadingEngine } from '../engine/reloading-engine.js';
import { StartError } from '../errors/start-error.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { type Limits, partOfOperations, waitingEach } from '../limits/limits.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import type { PlannerStats } from '../planner/planner-stats.js';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import type { Metrics } from '../telemetry/metrics.js';

/** The limits of preparing operations for a new supergraph before it goes live. */
const preparation: PreparationLimits = { operations: 1000, milliseconds: 10_000 };

/** The inputs of an engine in addition to its supergraph and the configuration. */
export interface EngineMeans {
  readonly limits: Limits;
  readonly processor: ProcessorTime;
  /** Counts plans. */
  readonly planned: PlannerStats;
  readonly agreements: AgreementsInForce | undefined;
  /** Returns the operations that are planned in advance. */
  readonly registered: () => readonly OperationRequest[];
  readonly callbacks: CallbackDesk;
  readonly directory: SubgraphDirectory;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
}

/**
 * Opens the engine of a running gateway, which follows its supergraph.
 * @throws StartError if the supergraph cannot be used.
 */
export async function openEngine(
  supergraphSdl: string,
  config: Config,
  { limits, processor, planned, agreements, registered, callbacks, directory, metrics, log }: EngineMeans,
): Promise<ReloadingEngine> {
  const { timeoutMs, operationTimeoutMs, share, unauthorized, introspection } = config;
  metrics.readPlanner(planned);
  const open = hubEngines({
    timeoutMs,
    share,
    unauthorized,
    introspection,
    agreements: agreements && ((graph) => agreements.for(graph)),
    anyone: agreements && ((purpose) => agreements.askedFor.anyone(purpose)),
    knowledge: { askedFor: agreements?.askedFor, limits },
    ...(limits.figuresBytes > 0 && { figuresCacheBytes: limits.figuresBytes }),
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
    processor,
    fetched: (subgraph, milliseconds) => {
      metrics.fetched(subgraph, milliseconds);
    },
    log,
    planning: {
      thread: planningThread,
      maxSteps: limits.planningSteps,
      stats: planned,
    },
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
