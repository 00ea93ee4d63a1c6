import type { FastifyBaseLogger } from 'fastify';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { type Agreements, type AgreementsGraph, agreementsGraph, gatewayItself } from '@hub/schema';
import { describeNeeds } from '../authorization/describe-needs.js';
import { withAgreements } from '../agreements/agreement-requirements.js';
import { requirementsOf } from '../authorization/requirements.js';
import { type Introspection, restrictIntrospection } from '../authorization/restrict-introspection.js';
import { schemaText } from '../authorization/schema-view.js';
import type { Cancellation } from '../base/cancellation.js';
import type { RequestContext } from '../request/context.js';
import { merger } from '../executor/fetch/merge.js';
import type { PlanContext } from '../executor/fetch/plan-context.js';
import { isLinkLocalUrl } from '../base/link-local.js';
import type { Caller } from '../request/caller.js';
import { LruCache } from '../base/lru-cache.js';
import { CostBudgets, type CostLimits } from '../limits/cost/cost-budgets.js';
import { costModel } from '../limits/cost/cost-model.js';
import { openPlanner, type PlannerOptions } from '../planner/planner.js';
import { PlannerBusy } from '../errors/planner-busy.js';
import { goesToSeveral } from '../base/response-text.js';
import { SingleFlight } from '../base/single-flight.js';
import { CallbackDesk } from '../subscription/callback-desk.js';
import { LeasedClients } from '../directory/leased-clients.js';
import { type Trust, trustName } from '../trust/open-signer.js';
import { refusedTransport } from '../subscription/refused-transport.js';
import { subgraphClient, type SubgraphSettings } from '../subgraph/subgraph-client.js';
import type { Subgraph } from '../connection/subgraph.js';
import { SubgraphClients } from '../directory/subgraph-clients.js';
import { maxEventBytes } from '../subscription/subscription-transport.js';
import { defaultRoute, openTransport, type SubscriptionRoute } from '../subscription/transports.js';
import { asksOwn } from '../own-subgraph/asks-own.js';
import type { CallerKnowledge } from '../own-subgraph/caller-view.js';
import { ownFields, ownSubgraph } from '../own-subgraph/own-subgraph.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { timedClient } from '../subgraph/timed-client.js';
import { CompiledOperations, type Unauthorized } from './compiled-operations.js';
import type { EngineRequest, ReplaceableEngine } from './engine.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { heldUntilEnded } from './held-until-ended.js';
import { HubSubscriptions } from './hub-subscriptions.js';

/** What equal work that is under way at the same time is done once: nothing, fetches from subgraphs, or operations. */
export type Share = 'none' | 'fetch' | 'operation';

export interface HubEnginesOptions {
  /** How long one fetch from a subgraph may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly share?: Share;
  /** The URL of a subgraph where it is not the supergraph's own. */
  readonly subgraphUrl: (name: string) => string | undefined;
  /** How a subgraph is reached, where it is not as for all. */
  readonly subgraphSettings?: (name: string) => Partial<SubgraphSettings>;
  /** What is believed of a subgraph; all that any says unless told otherwise. */
  readonly subgraphTrust?: (name: string) => Trust;
  /** Has a listener told of the subgraphs of which the former three, or the route below, say something else from now on. */
  readonly onSubgraphChange?: (listener: (names: readonly string[]) => void) => void;
  /** About how much memory the operations that are kept compiled may take together, in bytes. */
  readonly operationCacheBytes?: number;
  /** What becomes of an operation with fields that its caller may not see; they are null unless told otherwise. */
  readonly unauthorized?: Unauthorized | undefined;
  /** What organisations share with whom in a graph, as an engine is opened on it; agreements are not asked unless told. */
  readonly agreements?: ((graph: AgreementsGraph) => Agreements) | undefined;
  /**
   * A caller of whom nothing is known, with a purpose where anyone may name that: in whose name known callers ask for
   * what everyone may see. Each asks in its own unless told.
   */
  readonly anyone?: ((purpose: string | undefined) => Caller) | undefined;
  /** What operations may cost; anything unless told. */
  readonly cost?: CostLimits | undefined;
  /** What the gateway knows of callers, for what it answers itself; what their tokens say unless told. */
  readonly knowledge?: CallerKnowledge | undefined;
  /** Who may ask about the schema; everyone unless told otherwise. */
  readonly introspection?: Introspection | undefined;
  /** How a subgraph is subscribed to; by server-sent events, where it takes all else, unless told otherwise. */
  readonly subscriptionRoute?: (name: string) => SubscriptionRoute | undefined;
  /** Where subgraphs post events that are subscribed to by callbacks. */
  readonly callbacks?: CallbackDesk;
  /** Is told how long each fetch from a subgraph took, in milliseconds. */
  readonly fetched?: (subgraph: string, milliseconds: number) => void;
  readonly log: FastifyBaseLogger;
  /** How operations are planned. */
  readonly planning?: Pick<PlannerOptions, 'thread' | 'maxSteps' | 'stats'>;
}

export interface HubEngineOptions extends HubEnginesOptions {
  readonly supergraphSdl: string;
}

/** How many texts of a schema are kept, each as some role sees it. */
const maxSchemaTexts = 64;

const defaultOperationCacheBytes = 64 * 1024 * 1024;

/** Nothing reaches the gateway for a subgraph that is subscribed to by callbacks and was not told where to post. */
const noCallbacks = new CallbackDesk(() => 'http://127.0.0.1');

/**
 * Opens the hub's own engine. No subgraph is asked for anything.
 * @throws SupergraphError when the text is no Federation 2 supergraph.
 */
export function openHubEngine({ supergraphSdl, ...options }: HubEngineOptions): Promise<ReplaceableEngine> {
  return hubEngines(options)(supergraphSdl);
}

/** Opens engines that follow one another, as above: the next takes over the connections to the subgraphs. */
export function hubEngines(options: HubEnginesOptions): (supergraphSdl: string) => Promise<ReplaceableEngine> {
  const { share = 'fetch', timeoutMs, log, subgraphSettings, subgraphTrust, fetched } = options;
  const clients = new SubgraphClients((subgraph) => {
    const { name } = subgraph;
    const settings = { timeoutMs, ...subgraphSettings?.(name), trust: subgraphTrust?.(name) };
    const client = subgraphClient(subgraph, { ...settings, share: share !== 'none', log });
    return fetched ? timedClient(client, fetched) : client;
  });
  const open = new Set<RenewableEngine>();
  options.onSubgraphChange?.((names) => {
    for (const name of names) {
      clients.renew(name);
      for (const engine of open) engine.renew(name);
    }
  });
  return (supergraphSdl) =>
    Promise.resolve().then(() => {
      const engine = hubEngine(supergraphSdl, clients, options);
      open.add(engine);
      const close = () => {
        open.delete(engine);
        return engine.close();
      };
      return { ...engine, close };
    });
}

/** An engine that can ask a subgraph in another way from now on. */
interface RenewableEngine extends ReplaceableEngine {
  renew(subgraph: string): void;
}

function hubEngine(
  supergraphSdl: string,
  clients: SubgraphClients,
  {
    subgraphUrl,
    log,
    share = 'fetch',
    planning,
    operationCacheBytes = defaultOperationCacheBytes,
    timeoutMs,
    subgraphSettings,
    subgraphTrust = () => 'unsigned',
    subscriptionRoute,
    callbacks = noCallbacks,
    unauthorized,
    introspection = 'all',
    cost,
    agreements,
    anyone,
    knowledge = {},
  }: HubEnginesOptions,
): RenewableEngine {
  const supergraph = readSupergraph(supergraphSdl);
  const query = supergraph.api.getQueryType()?.name ?? '';
  const restricted = restrictIntrospection(requirementsOf(supergraph), query, introspection);
  const graph = agreements && agreementsGraph(supergraph.document);
  const inForce = graph && agreements(graph);
  const requirements = graph && inForce ? withAgreements(restricted, inForce, graph.owned) : restricted;
  const partners = partnersOf(inForce);
  if (graph) describeNeeds(supergraph.api, requirements);
  const texts = new LruCache<string>(maxSchemaTexts);
  // What has the gateway's own address is never asked elsewhere.
  const own = supergraph.subgraphs.find(({ url }) => url === gatewayItself.url);
  const ownUrls = new Map(supergraph.subgraphs.filter((one) => one !== own).map(({ name, url }) => [name, url]));
  const names = [...ownUrls.keys()];
  const reachedNow = (name: string): Subgraph => {
    const subgraph = { name, url: subgraphUrl(name) ?? ownUrls.get(name) ?? '' };
    const trust = subgraphTrust(name);
    // What is not asked need not have a URL.
    const now = trust === 'refused' ? subgraph : reached(subgraph);
    log.info({ subgraph: name, url: now.url, trust: trustName(trust) }, 'subgraph');
    if (trust === 'refused') log.error({ subgraph: name }, 'the subgraph has no public key here and is not asked');
    return now;
  };
  const planner = openPlanner({ ...planning, supergraph, log });
  const leased = new LeasedClients(names, reachedNow, clients);
  const budgets = cost && new CostBudgets(costModel(supergraph), supergraph.api, cost);
  const ownClient = own && ownSubgraph(own, knowledge, (asked) => budgets?.spentBy(asked));
  const context: PlanContext = {
    supergraph,
    ...merger(supergraph.isInterface),
    client: (name) => (ownClient && name === own.name ? ownClient : leased.get(name)),
  };
  const isOwn = asksOwn(supergraph.api, own ? ownFields : new Set());
  const operations = new CompiledOperations(planner, context, {
    requirements,
    maxBytes: operationCacheBytes,
    unauthorized,
  });
  const subscriptions = new HubSubscriptions({
    compiled: (request) => operations.getSubscription(request),
    open: (name) => {
      if (subgraphTrust(name) === 'refused') return refusedTransport(name);
      const { protocol, url } = subscriptionRoute?.(name) ?? defaultRoute;
      const { subgraph, signer } = leased.get(name);
      const reached = { subgraph: { name, url: url ?? subgraph.url }, tls: subgraphSettings?.(name).tls, signer };
      return openTransport(protocol, { ...reached, timeoutMs, maxEventBytes }, callbacks);
    },
    share: share !== 'none',
  });
  const underWay = new SingleFlight<ExecutionResult>();

  /** Who asks in the place of a known caller that asks for what everyone may see; undefined for all others. */
  const nobodyFor = (request: EngineRequest): Caller | undefined => {
    const { rights, purpose } = request.context.caller;
    if (!anyone || !rights.authenticated || isMutation(request) || isOwn(request.operation)) return undefined;
    const nobody = anyone(purpose);
    return operations.areMet({ ...request, rights: nobody.rights }) ? nobody : undefined;
  };

  const isPublic = (request: EngineRequest): boolean =>
    request.context.caller.rights.authenticated ? nobodyFor(request) !== undefined : !isMutation(request);

  /** A request in the name in which it is asked. */
  const named = (request: EngineRequest): EngineRequest => {
    const nobody = nobodyFor(request);
    if (!nobody) return request;
    const caller: Caller = { ...nobody, expiresAt: request.context.caller.expiresAt };
    return { ...request, context: Object.create(request.context, { caller: { value: caller } }) as RequestContext };
  };

  const answer = async (request: EngineRequest, asked = request.context): Promise<ExecutionResult> => {
    const { client, caller } = asked;
    const { rights, identityClass } = caller;
    const execute = await operations.get({ ...request, rights }, client);
    return execute({ variables: request.variables, context: asked, identityClass, observer: request.observer });
  };

  /** Answers an operation, or shares the answer of an equal one under way. */
  const execute = (asked: EngineRequest): Promise<ExecutionResult> => {
    const request = named(asked);
    const isAlone = request.observer?.alone === true || isOwn(request.operation);
    if (share !== 'operation' || isAlone || isMutation(request)) return answer(request);
    const { operation, variables, context: asker } = request;
    const key = [asker.caller.identityClass, operation.id, JSON.stringify(variables)].join('\n');
    let isFirst = false;
    const answerAll = async (cancellation: Cancellation, land: () => number) => {
      isFirst = true;
      const result = await answer(request, askedByMany(asker, cancellation));
      if (land() > 1) goesToSeveral(result);
      return result;
    };
    return underWay.run(key, answerAll, asker.cancellation).catch((error: unknown) => {
      // The planner has no turn for the first who asked; who shares his answer has a turn of his own.
      if (error instanceof PlannerBusy && !isFirst) return answer(request);
      throw error;
    });
  };

  const close = async () => {
    planner.close();
    await subscriptions.close();
    await leased.release();
  };
  let closed: Promise<void> | undefined;

  return {
    schema: supergraph.api,
    schemaText: (asked) => {
      // All organisations that no agreement names see the same: what is kept is bounded, and so is making it.
      const view = asked && { role: asked.role, organisation: partners.get(asked.organisation ?? '') };
      const key = JSON.stringify(view ?? null);
      const text = texts.get(key) ?? schemaText(supergraph.api, requirements, view);
      texts.set(key, text, 1);
      return text;
    },
    isPublic,
    execute: (request) => heldUntilEnded(budgets, request, () => execute(request)),
    executeIncrementally: (request) =>
      heldUntilEnded(budgets, request, async () => {
        const asked = named(request);
        const { variables, context: asker, observer } = asked;
        const { rights, identityClass } = asker.caller;
        const execute = await operations.getIncremental({ ...asked, rights }, variables, asker.client);
        return execute({ variables, context: asker, identityClass, observer });
      }),
    stats: () => ({
      subgraphs: names.map((name) => ({ name, stats: leased.get(name).stats })),
      ...operations.stats(),
      subscriptions: subscriptions.size,
    }),
    subscribe: (request) => heldUntilEnded(budgets, request, () => subscriptions.subscribe(named(request))),
    endSubscriptions: () => {
      subscriptions.end();
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

/** The organisations that agreements name as those with whom something is shared. */
function partnersOf(agreements: Agreements | undefined): ReadonlyMap<string, string> {
  const named = (agreements?.organisations ?? []).flatMap((one) =>
    one.agreements.flatMap((agreement) => (agreement.with === 'anyone' ? [] : agreement.with)),
  );
  return new Map(
    named.flatMap((partner) => ('organisation' in partner ? [[partner.organisation, partner.organisation]] : [])),
  );
}

/** @throws SupergraphError */
function reached(subgraph: Subgraph): Subgraph {
  const { name, url } = subgraph;
  if (!URL.canParse(url)) {
    throw new SupergraphError(`expected a URL of the subgraph ${name}, got ${JSON.stringify(url)}`);
  }
  if (isLinkLocalUrl(url))
    throw new SupergraphError(`expected no link-local address of the subgraph ${name}, got ${url}`);
  return { name, url: withoutCredentials(url) };
}

/** A name and password in a URL are sent to nobody, and would stand in logs. */
function withoutCredentials(text: string): string {
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
}

/** The context of an operation that is answered once for many: it is given up when the last of them leaves. */
function askedByMany(context: RequestContext, cancellation: Cancellation): RequestContext {
  return Object.create(context, { cancellation: { value: cancellation } }) as RequestContext;
}

function isMutation({ operation }: EngineRequest): boolean {
  return operation.type === OperationTypeNode.MUTATION;
}
