import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { OperationInput } from '../executor/executor.js';
import type { CompiledSubscription } from '../executor/subscription.js';
import { callerHeaderOf } from '../request/caller-header.js';
import type { SubscriptionTransport } from '../subscription/subscription-transport.js';
import { gatewayStops, subscriptionOutdated } from '../subscription/end.js';
import { notePresent } from '../subscription/present-events.js';
import { Subscriptions } from '../subscription/subscriptions.js';
import type { EngineRequest } from './engine.js';

export interface HubSubscriptionsOptions {
  readonly compiled: (request: EngineRequest) => Promise<CompiledSubscription>;
  /** Opens the transport of a subgraph's events. */
  readonly open: (subgraph: string) => SubscriptionTransport;
  /** Whether equal subscriptions of one identity class share one subscription to the subgraph. */
  readonly share: boolean;
}

/** The subscriptions to events of one subgraph, with its transport. */
interface Subscribed {
  readonly subscriptions: Subscriptions;
  readonly transport: SubscriptionTransport;
}

/** The subscriptions to one supergraph. */
export class HubSubscriptions {
  readonly #subscribed = new Map<string, Subscribed>();
  #ended = false;

  constructor(private readonly options: HubSubscriptionsOptions) {}

  /** @throws GraphQLError `QUERY_PLANNING_FAILED`, `PLANNER_BUSY` or `GRAPHQL_VALIDATION_FAILED` */
  async subscribe(request: EngineRequest): Promise<AsyncGenerator<ExecutionResult, undefined, undefined>> {
    const compiled = await this.options.compiled(request);
    const { operation, variables, context } = request;
    request.observer?.subscribes?.(compiled.subgraphs);
    const { identityClass, expiresAt, ended } = context.caller;
    const key = [identityClass, operation.id, JSON.stringify(variables)].join('\n');
    // Events have no observer: they may last for days, and a trace is about one request.
    const input = { variables, context: ofEvents(context), identityClass };
    const { subscriptions, transport } = this.#to(compiled.subgraph);
    return subscriptions.subscribe({
      key: this.options.share ? key : undefined,
      events: (signal) => answered(transport, compiled, input, signal),
      expiresAt,
      ended,
    });
  }

  /** How many subscriptions are open; a shared one counts once. */
  get size(): number {
    return [...this.#subscribed.values()].reduce((sum, { subscriptions }) => sum + subscriptions.size, 0);
  }

  /**
   * Ends all subscriptions, and refuses further ones, since the gateway stops; their callers should subscribe again.
   */
  end(): void {
    this.#ended = true;
    for (const { subscriptions } of this.#subscribed.values()) subscriptions.end(gatewayStops());
  }

  /** Ends the subscriptions to a subgraph whose address or trust changed; their callers should subscribe again. */
  outdate(subgraph: string): void {
    const subscribed = this.#subscribed.get(subgraph);
    this.#subscribed.delete(subgraph);
    if (subscribed) void close(subscribed).catch(() => undefined);
  }

  /** Ends the current subscriptions; their callers should subscribe again, since they may see less now. */
  outdateAll(): void {
    for (const subgraph of this.#subscribed.keys()) this.outdate(subgraph);
  }

  /** Ends the remaining subscriptions; their callers should subscribe again, since the supergraph changed. */
  async close(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#subscribed.values()].map(close));
  }

  #to(subgraph: string): Subscribed {
    let subscribed = this.#subscribed.get(subgraph);
    if (!subscribed) {
      subscribed = { subscriptions: new Subscriptions(), transport: this.options.open(subgraph) };
      if (this.#ended) subscribed.subscriptions.end(gatewayStops());
      this.#subscribed.set(subgraph, subscribed);
    }
    return subscribed;
  }
}

function close({ subscriptions, transport }: Subscribed): Promise<void> {
  subscriptions.end(subscriptionOutdated());
  return transport.close();
}

/** The context of events: the subscribing request's, without its cancellation and deadline. */
function ofEvents(context: RequestContext): RequestContext {
  return Object.create(context, {
    cancellation: { value: undefined },
    deadline: { value: undefined },
  }) as RequestContext;
}

async function* answered(
  transport: SubscriptionTransport,
  compiled: CompiledSubscription,
  input: OperationInput,
  signal: AbortSignal,
): AsyncGenerator<ExecutionResult> {
  const { requestId, caller } = input.context;
  const { purpose } = caller;
  const ask = { body: compiled.bodyOf(input), requestId, caller: callerHeaderOf(caller), purpose, signal };
  try {
    for await (const event of transport.subscribe(ask)) {
      yield notePresent(await compiled.answer(event, input), event.present);
    }
  } catch (fault) {
    yield compiled.answerFault(fault, input);
  }
}
