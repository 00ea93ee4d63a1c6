import type { FastifyBaseLogger } from 'fastify';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { merger } from '../executor/merge.js';
import type { PlanContext } from '../executor/plan-node.js';
import { hivePlanner } from '../planner/hive-planner.js';
import { findOperation } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { wholeUnionsPlanner } from '../planner/whole-unions-planner.js';
import { SingleFlight } from '../single-flight.js';
import { subgraphClient, type SubgraphClient } from '../subgraph/subgraph-client.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { CompiledOperations } from './compiled-operations.js';
import { type Engine, type EngineRequest, SupergraphError } from './engine.js';

/** What equal work that is under way at the same time is done once: nothing, fetches from subgraphs, or operations. */
export type Share = 'none' | 'fetch' | 'operation';

export interface HubEngineOptions {
  readonly supergraphSdl: string;
  /** How long one fetch from a subgraph may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly share?: Share;
  /** How many connections are kept to each subgraph at most. */
  readonly connections?: number;
  /** The URL of a subgraph where it is not the supergraph's own. */
  readonly subgraphUrl: (name: string) => string | undefined;
  /** About how much memory the operations that are kept compiled may take together, in bytes. */
  readonly operationCacheBytes?: number;
  readonly log: FastifyBaseLogger;
  /** Makes the planner; Hive's in this process unless told otherwise. */
  readonly openPlanner?: (supergraphSdl: string, overrideLabels: readonly string[]) => Planner;
}

const defaultOperationCacheBytes = 64 * 1024 * 1024;

/** There is no identity yet: everyone is of one class. */
const identityClass = 'anonymous';

/**
 * Opens the hub's own engine. No subgraph is asked for anything.
 * @throws SupergraphError when the text is no Federation 2 supergraph.
 */
export function openHubEngine(options: HubEngineOptions): Promise<Engine> {
  return Promise.resolve().then(() => hubEngine(options));
}

function hubEngine({
  supergraphSdl,
  log,
  share = 'fetch',
  openPlanner = hivePlanner,
  operationCacheBytes = defaultOperationCacheBytes,
  ...options
}: HubEngineOptions): Engine {
  const supergraph = readSupergraph(supergraphSdl);
  const clients = new Map<string, SubgraphClient>();
  for (const { name, url: ownUrl } of supergraph.subgraphs) {
    const url = options.subgraphUrl(name) ?? ownUrl;
    if (!URL.canParse(url))
      throw new SupergraphError(`expected a URL of the subgraph ${name}, got ${JSON.stringify(url)}`);
    log.info({ subgraph: name, url }, 'subgraph');
    clients.set(name, subgraphClient({ name, url }, { ...options, share: share !== 'none' }));
  }
  const planner = wholeUnionsPlanner(supergraphSdl, (sdl) => openPlanner(sdl, supergraph.overrideLabels));
  const context: PlanContext = {
    supergraph,
    merge: merger(supergraph.isInterface),
    client: (name) => {
      const client = clients.get(name);
      if (!client) throw new Error(`Expected a subgraph of the supergraph, got ${name}.`);
      return client;
    },
  };
  const operations = new CompiledOperations(planner, context, operationCacheBytes);
  const underWay = new SingleFlight<ExecutionResult>();

  const answer = async (request: EngineRequest): Promise<ExecutionResult> => {
    const execute = await operations.get(request);
    return execute({ variables: request.variables, context: request.context, identityClass });
  };

  return {
    schema: supergraph.api,
    execute: (request) => {
      if (share !== 'operation' || isMutation(request)) return answer(request);
      const { documentHash, operationName = '', variables } = request;
      const key = [identityClass, documentHash, operationName, JSON.stringify(variables)].join('\n');
      return underWay.run(key, () => answer(request));
    },
    close: async () => {
      planner.close();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function isMutation({ document, operationName }: EngineRequest): boolean {
  return findOperation(document, operationName)?.definition.operation === OperationTypeNode.MUTATION;
}
