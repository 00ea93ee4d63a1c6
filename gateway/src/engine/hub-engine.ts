import type { GraphQLSchema } from 'graphql';
import { readApiSchema } from '../supergraph/api-schema.js';
import { agreementsGraph, gatewayItself, node } from '@hub/protocol';
import { describeNeeds } from '../authorization/describe-needs.js';
import { type FieldNeeds, needyFields } from '../authorization/field-needs.js';
import { withAgreements } from '../agreements/agreement-requirements.js';
import { exceptedFields } from '../agreements/excepted-fields.js';
import { combinedAt } from '../agreements/combined-at.js';
import { type Requirements, requirementsOf } from '../authorization/requirements.js';
import { mayIntrospect, restrictIntrospection } from '../authorization/restrict-introspection.js';
import { merger } from '../executor/fetch/merge.js';
import { CostBudgets } from '../limits/cost/cost-budgets.js';
import { costModel } from '../limits/cost/cost-model.js';
import { openPlanner } from '../planner/planner.js';
import { CallbackDesk } from '../subscription/callback-desk.js';
import { LeasedClients } from '../directory/leased-clients.js';
import { refusedTransport } from '../subscription/refused-transport.js';
import { notAsked } from '../subgraph/refused-client.js';
import { subgraphClient } from '../subgraph/subgraph-client.js';
import { SubgraphClients } from '../directory/subgraph-clients.js';
import { maxEventBytes, type SubscriptionTransport } from '../subscription/subscription-transport.js';
import { defaultRoute, openTransport } from '../subscription/transports.js';
import { asksOwn } from '../own-subgraph/asks-own.js';
import { ownFields, ownSubgraph } from '../own-subgraph/own-subgraph.js';
import { readSupergraph, type Supergraph } from '../supergraph/supergraph.js';
import type { SealedEndpoint } from '../trust/sealed-exchange.js';
import { CompiledOperations } from './compiled-operations.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import type { Caller } from '../request/caller.js';
import { callerSchemas } from './caller-schemas.js';
import type { Engine, EngineRequest, ReplaceableEngine } from './engine.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { heldUntilEnded } from './held-until-ended.js';
import type { HubEnginesOptions } from './hub-engine-options.js';
import { HubSubscriptions } from './hub-subscriptions.js';
import { fetchCallerOf, isMutation } from './fetch-caller.js';
import { reachedNow } from './reached-now.js';
import { schemaTexts } from './schema-texts.js';
import { type Answer, sharedOperations } from './shared-operations.js';
import { keptAnswers } from '../subgraph/kept-figures.js';

/** The options of an engine: see `HubEnginesOptions`. */
export interface HubEngineOptions extends HubEnginesOptions {
  readonly supergraphSdl: string;
}

const defaultOperationCacheBytes = 64 * 1024 * 1024;

/** The default has no public address: a subgraph's callbacks do not reach the gateway. */
const noCallbacks = new CallbackDesk(() => 'http://127.0.0.1');

/**
 * Opens the hub's own engine. It sends no request to a subgraph.
 * @throws SupergraphError when the text is no Federation 2 supergraph.
 */
export function openHubEngine({ supergraphSdl, ...options }: HubEngineOptions): Promise<ReplaceableEngine> {
  return hubEngines(options)(supergraphSdl);
}

/** Opens engines that replace one another: the next takes over the connections to the subgraphs. */
export function hubEngines(options: HubEnginesOptions): (supergraphSdl: string) => Promise<ReplaceableEngine> {
  const { share = 'fetch', timeoutMs, log, subgraphSettings, subgraphTrust, fetched, figuresCacheBytes } = options;
  const kept = figuresCacheBytes === undefined ? undefined : keptAnswers(figuresCacheBytes);
  const clients = new SubgraphClients((subgraph) => {
    const { name } = subgraph;
    const settings = { timeoutMs, ...subgraphSettings?.(name), trust: subgraphTrust?.(name) };
    const mayTellPersons = () => excepted(name);
    return subgraphClient(subgraph, { ...settings, share: share !== 'none', log, kept, fetched, mayTellPersons });
  });
  // Connections outlive engines; the newest engine sets the agreements.
  let excepted = exceptedFields(undefined);
  const { agreements } = options;
  const watched: HubEnginesOptions = {
    ...options,
    ...(agreements && {
      agreements: (graph) => {
        const inForce = agreements(graph);
        excepted = exceptedFields(inForce);
        return inForce;
      },
    }),
  };
  const open = new Set<RenewableEngine>();
  options.onSubgraphChange?.((names) => {
    for (const name of names) {
      clients.renew(name);
      for (const engine of open) engine.renew(name);
    }
  });
  return (supergraphSdl) =>
    Promise.resolve().then(() => {
      const engine = hubEngine(supergraphSdl, clients, watched);
      open.add(engine);
      const close = () => {
        open.delete(engine);
        return engine.close();
      };
      return { ...engine, close };
    });
}

/** An engine that can change how it reaches a subgraph. */
interface RenewableEngine extends ReplaceableEngine {
  renew(subgraph: string): void;
}

function hubEngine(supergraphSdl: string, clients: SubgraphClients, options: HubEnginesOptions): RenewableEngine {
  const { log, cost, knowledge = {}, planning, processor } = options;
  const supergraph = readSupergraph(supergraphSdl);
  const { requirements, combined, schemaText, publicSchema, schemaOf, schemaSeenBy, fieldNeeds } = restricted(
    supergraph,
    options,
  );
  // A subgraph with the gateway's own address never has another.
  const own = supergraph.subgraphs.find(({ url }) => url === gatewayItself.url);
  const urls = new Map(supergraph.subgraphs.filter((one) => one !== own).map(({ name, url }) => [name, url]));
  const planner = openPlanner({ ...planning, supergraph, log });
  const leased = new LeasedClients([...urls.keys()], reachedNow(urls, options), clients);
  const budgets = cost && new CostBudgets(costModel(supergraph), supergraph.api, cost);
  const ownClient =
    own &&
    ownSubgraph(
      own,
      knowledge,
      (asked) => budgets?.spentBy(asked),
      ({ caller }) => (mayIntrospect(options.introspection ?? 'all', caller.rights) ? fieldNeeds : undefined),
      supergraph.isInterface(node.type) ? supergraph.subgraph(own.name).possible(node.type) : [],
    );
  const context = {
    supergraph,
    ...merger(supergraph.isInterface),
    ...(publicSchema && { publicSchema }),
    ...(schemaOf && { schemaOf }),
    client: (name: string) => (ownClient && name === own.name ? ownClient : leased.get(name)),
  };
  const operations = new CompiledOperations(planner, context, {
    requirements,
    maxBytes: options.operationCacheBytes ?? defaultOperationCacheBytes,
    unauthorized: options.unauthorized,
    measured: (callerId, work) => (processor ? processor.measured(callerId, work) : work()),
  });
  const subscriptions = new HubSubscriptions({
    compiled: (request) => operations.getSubscription(request),
    open: transports(leased, options),
    share: options.share !== 'none',
  });
  const isOwn = asksOwn(supergraph.api, own ? ownFields : new Set());
  const close = async () => {
    planner.close();
    await subscriptions.close();
    await leased.release();
  };
  let closed: Promise<void> | undefined;

  return {
    schema: supergraph.api,
    answering: (type, field) => supergraph.answering(type, field),
    schemaSeenBy,
    schemaText,
    endpointOf: (name) => (urls.has(name) ? endpointOf(name, leased, options) : undefined),
    ...answering({ operations, subscriptions, budgets, isOwn, combined }, options),
    stats: () => ({
      subgraphs: [...urls.keys()].map((name) => ({ name, stats: leased.get(name).stats })),
      ...operations.stats(),
      subscriptions: subscriptions.size,
    }),
    endSubscriptions: () => {
      subscriptions.end();
    },
    outdateSubscriptions: () => {
      subscriptions.outdateAll();
    },
    recentOperations: () => operations.recent(),
    prepare: (operation) => operations.prepare(operation),
    close: () => (closed ??= close()),
    renew: (name) => {
      try {
        if (leased.renew(name)) subscriptions.outdate(name);
      } catch (error) {
        if (!(error instanceof SupergraphError)) throw error;
        log.error({ subgraph: name, reason: error.message }, 'the subgraph stays as it was');
      }
    },
  };
}

/** A graph's requirements on callers, and how its schema shows them. */
interface Restricted {
  readonly requirements: Requirements;
  /** The levels at which an operation reads combined figures. */
  readonly combined: ReturnType<typeof combinedAt>;
  readonly schemaText: NonNullable<Engine['schemaText']>;
  /** The schema for callers that may not introspect: its public part; undefined if they see none. */
  readonly publicSchema: (() => GraphQLSchema) | undefined;
  /** The schema of a caller that may introspect; undefined if everyone may, and sees the whole. */
  readonly schemaOf: ((caller: Caller) => GraphQLSchema) | undefined;
  /** The schema without the fields that a caller can never see. */
  readonly schemaSeenBy: (caller: Caller) => GraphQLSchema;
  /** The requirements of its restricted fields. */
  readonly fieldNeeds: readonly FieldNeeds[];
}

/** The requirements of a supergraph and of the agreements; the schema's descriptions state them. */
function restricted(supergraph: Supergraph, { agreements, introspection = 'all' }: HubEnginesOptions): Restricted {
  const { api } = supergraph;
  const own = restrictIntrospection(requirementsOf(supergraph), api.getQueryType()?.name ?? '', introspection);
  const graph = agreementsGraph(supergraph.document);
  const inForce = agreements?.(graph);
  const requirements = inForce ? withAgreements(own, inForce, graph.owned) : own;
  const fieldNeeds = needyFields(api, requirements);
  // A foreign graph's descriptions stay unchanged.
  if (agreements ?? supergraph.subgraphs.some(({ url }) => url === gatewayItself.url)) describeNeeds(fieldNeeds);
  const texts = schemaTexts(api, requirements, inForce);
  let known: GraphQLSchema | undefined;
  const publicSchema = () => (known ??= readApiSchema(texts({ role: 'anonymous' })));
  const schemaSeenBy = callerSchemas(api, requirements, fieldNeeds, inForce);
  return {
    ...{ requirements, fieldNeeds, schemaText: texts, schemaSeenBy },
    combined: combinedAt(api, requirements, inForce ?? {}),
    publicSchema: introspection === 'authenticated' ? publicSchema : undefined,
    schemaOf: introspection === 'all' ? undefined : schemaSeenBy,
  };
}

/** Opens the transports of subgraphs' events. */
function transports(
  leased: LeasedClients,
  { timeoutMs, subgraphSettings, subgraphTrust, subscriptionRoute, callbacks = noCallbacks }: HubEnginesOptions,
): (subgraph: string) => SubscriptionTransport {
  return (name) => {
    if (subgraphTrust?.(name) === 'refused') return refusedTransport(name);
    const { protocol, url } = subscriptionRoute?.(name) ?? defaultRoute;
    const { subgraph, signer } = leased.get(name);
    const reached = { subgraph: { name, url: url ?? subgraph.url }, tls: subgraphSettings?.(name).tls, signer };
    return openTransport(protocol, { ...reached, timeoutMs, maxEventBytes }, callbacks);
  };
}

/** @throws SubgraphFault if the subgraph is not trusted. */
function endpointOf(
  name: string,
  leased: LeasedClients,
  { subgraphSettings, subgraphTrust }: HubEnginesOptions,
): SealedEndpoint {
  if (subgraphTrust?.(name) === 'refused') throw notAsked(name);
  const { subgraph, signer } = leased.get(name);
  return { subgraph, signer, tls: subgraphSettings?.(name).tls };
}

/** The parts that answer an engine's requests. */
interface Answering {
  readonly operations: CompiledOperations;
  readonly subscriptions: HubSubscriptions;
  readonly budgets: CostBudgets | undefined;
  /** Whether the gateway answers a field of an operation itself. */
  readonly isOwn: ReturnType<typeof asksOwn>;
  readonly combined: Restricted['combined'];
}

/** Answers requests under their effective callers, and holds their costs meanwhile. */
function answering(
  { operations, subscriptions, budgets, isOwn, combined }: Answering,
  { anyone, share, processor }: HubEnginesOptions,
): Pick<Engine, 'isPublic' | 'execute' | 'executeIncrementally' | 'subscribe'> {
  const { named, isPublic } = fetchCallerOf(anyone, isOwn, combined, (request) => operations.areMet(request));
  const answer: Answer = (request, asked = request.context) => {
    const { callerId, caller } = asked;
    const { operation, variables, observer } = request;
    const { rights, identityClass } = caller;
    const input = { variables, context: asked, identityClass, observer };
    const execute = operations.get({ operation, rights }, callerId);
    return execute instanceof Promise ? execute.then((ready) => ready(input)) : execute(input);
  };
  const known = new WeakSet<ValidOperation>();
  /** Does the work of a known operation at once; a new one is priced and planned in its caller's turn. */
  const inTurn = <T>(request: EngineRequest, work: () => Promise<T>): Promise<T> => {
    const { operation, context } = request;
    if (!processor || known.has(operation)) return work();
    const { callerId, caller } = context;
    // An operation prepared before the engine went live counts as known.
    if (operations.isKept({ operation, rights: caller.rights })) {
      known.add(operation);
      return work();
    }
    return processor.run(callerId, operation.documentLength, () => {
      known.add(operation);
      return work();
    });
  };
  const answerShared = sharedOperations(answer);
  const execute: Engine['execute'] = (asked) => {
    const request = named(asked);
    const isAlone = request.observer?.alone === true || isOwn(request.operation);
    return share !== 'operation' || isAlone || isMutation(request) ? answer(request) : answerShared(request);
  };
  const executeIncrementally: Engine['executeIncrementally'] = async (request) => {
    const asked = named(request);
    const { variables, context, observer } = asked;
    const { rights, identityClass } = context.caller;
    const execute = await operations.getIncremental({ ...asked, rights }, variables, context.callerId);
    return execute({ variables, context, identityClass, observer });
  };
  return {
    isPublic,
    execute: (request) => inTurn(request, () => heldUntilEnded(budgets, request, () => execute(request))),
    executeIncrementally: (request) =>
      inTurn(request, () => heldUntilEnded(budgets, request, () => executeIncrementally(request))),
    subscribe: (request) =>
      inTurn(request, () => heldUntilEnded(budgets, request, () => subscriptions.subscribe(named(request)))),
  };
}
