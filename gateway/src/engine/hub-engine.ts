import type { FastifyBaseLogger } from 'fastify';
import { type DocumentNode, type ExecutionResult, OperationTypeNode, print } from 'graphql';
import { compileOperation, type Execute } from '../executor/executor.js';
import { merger } from '../executor/merge.js';
import type { PlanContext } from '../executor/plan-node.js';
import { LruCache } from '../lru-cache.js';
import { withoutShadowingAliases } from '../planner/aliases.js';
import { withTypesOfHidden } from '../planner/hidden-types.js';
import { hivePlanner } from '../planner/hive-planner.js';
import { findOperation, plannedPartOf } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { withTypedFragments } from '../planner/typed-fragments.js';
import { wholeUnionsPlanner } from '../planner/whole-unions-planner.js';
import { subgraphClient, type SubgraphClient } from '../subgraph/subgraph-client.js';
import { readSupergraph, type Supergraph } from '../supergraph/supergraph.js';
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
  readonly log: FastifyBaseLogger;
  /** Makes the planner; Hive's in this process unless told otherwise. */
  readonly openPlanner?: (supergraphSdl: string) => Planner;
}

/** How much the operations that are kept compiled may weigh together: characters of their texts and plans. */
const maxCompiledWeight = 32 * 1024 * 1024;

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
  ...options
}: HubEngineOptions): Engine {
  const supergraph = readSupergraph(supergraphSdl);
  const planner = wholeUnionsPlanner(supergraphSdl, openPlanner);
  const clients = new Map<string, SubgraphClient>();
  for (const { name, url: ownUrl } of supergraph.subgraphs) {
    const url = options.subgraphUrl(name) ?? ownUrl;
    if (!URL.canParse(url))
      throw new SupergraphError(`expected a URL of the subgraph ${name}, got ${JSON.stringify(url)}`);
    log.info({ subgraph: name, url }, 'subgraph');
    clients.set(name, subgraphClient({ name, url }, { ...options, share: share !== 'none' }));
  }
  const context: PlanContext = {
    supergraph,
    merge: merger(supergraph.isInterface),
    client: (name) => {
      const client = clients.get(name);
      if (!client) throw new Error(`Expected a subgraph of the supergraph, got ${name}.`);
      return client;
    },
  };
  const compiled = compiledOperations(planner, context);
  const underWay = new Map<string, Promise<ExecutionResult>>();

  const answer = async (request: EngineRequest): Promise<ExecutionResult> => {
    const execute = await compiled(request);
    return execute({ variables: request.variables, context: request.context, identityClass });
  };

  return {
    schema: supergraph.api,
    execute: (request) => {
      if (share !== 'operation' || isMutation(request)) return answer(request);
      const { documentHash, operationName = '', variables } = request;
      const key = [identityClass, documentHash, operationName, JSON.stringify(variables)].join('\n');
      const same = underWay.get(key);
      if (same) return same;
      const result = answer(request).finally(() => underWay.delete(key));
      underWay.set(key, result);
      return result;
    },
    close: async () => {
      planner.close();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

/** Plans and compiles each operation once, even where it is asked for again before that is done. */
function compiledOperations(planner: Planner, context: PlanContext): (request: EngineRequest) => Promise<Execute> {
  const compiled = new LruCache<Execute>(maxCompiledWeight);
  const underWay = new Map<string, Promise<Execute>>();

  const compile = async (key: string, { document, operationName }: EngineRequest, percentage: number) => {
    const found = findOperation(document, operationName);
    if (!found) throw new Error('Expected an operation of the document.');
    const operation = withoutShadowingAliases(found, context.supergraph.isFieldName);
    const planned = plannedPartOf(operation);
    const text = planned && print(forPlanner(planned, context.supergraph));
    const plan = text === undefined ? undefined : await planner.plan(text, new Set(), percentage);
    const execute = compileOperation(operation, plan, context);
    compiled.set(key, execute, (text?.length ?? 0) + JSON.stringify(plan ?? null).length);
    return execute;
  };

  return (request) => {
    const percentage = planner.overridePercentages.length > 0 ? Math.random() * 100 : 0;
    const overrides = planner.overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    const key = [request.documentHash, overrides, request.operationName ?? ''].join('\n');
    const known = compiled.get(key);
    if (known) return Promise.resolve(known);
    const same = underWay.get(key);
    if (same) return same;
    const promise = compile(key, request, percentage).finally(() => underWay.delete(key));
    underWay.set(key, promise);
    return promise;
  };
}

/** An operation with what its plan depends on and the planner does not see to. */
function forPlanner(operation: DocumentNode, { api, mayBeHidden }: Supergraph): DocumentNode {
  return withTypesOfHidden(withTypedFragments(operation, api), api, mayBeHidden);
}

function isMutation({ document, operationName }: EngineRequest): boolean {
  return findOperation(document, operationName)?.definition.operation === OperationTypeNode.MUTATION;
}
