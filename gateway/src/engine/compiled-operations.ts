import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { authorize } from '../authorization/authorize.js';
import { refusedPlaces, type RefusedPlace } from '../authorization/refused-places.js';
import { Demands, type RefusedBy } from '../authorization/demands.js';
import type { Decision } from '../authorization/decision.js';
import type { Requirements } from '../authorization/requirements.js';
import { FieldRefusal, unauthorized } from '../authorization/unauthorized.js';
import { compileOperation, type Execute, type OperationInput } from '../executor/executor.js';
import { compileIncremental, type ExecuteIncrementally } from '../executor/incremental.js';
import type { PlanContext } from '../executor/fetch/plan-context.js';
import { type CompiledSubscription, compileSubscription } from '../executor/subscription.js';
import { withoutShadowingAliases } from '../operation/aliases.js';
import { deferringOperation, withoutDefer } from '../operation/defer.js';
import type { Operation } from '../operation/operation.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import type { Plan } from '../plan/plan.js';
import type { Planner } from '../planner/planner.js';
import { SharedCache } from '../base/shared-cache.js';
import { SingleFlight } from '../base/single-flight.js';
import type { Conditions, EngineRequest, EngineStats, OperationRequest } from './engine.js';

/** An operation that is ready to be executed, at once or in parts, or subscribed to. */
type CompiledOperation =
  | { readonly kind: 'whole'; readonly execute: Execute }
  | { readonly kind: 'incremental'; readonly execute: ExecuteIncrementally }
  | { readonly kind: 'subscription'; readonly subscription: CompiledSubscription };

/** A cached operation, for callers of certain rights. */
interface Kept {
  readonly request: OperationRequest;
  readonly compiled: CompiledOperation;
  readonly refused: FindRefused | undefined;
}

/** Finds the places of an operation that its callers may not see, for the values of its variables. */
type FindRefused = (variables: Readonly<Record<string, unknown>>) => readonly RefusedPlace[];

/** The caller of an operation, for fair turns with the planner. Undefined: the operation is prepared ahead. */
type CallerId = string | undefined;

/** The default caller id. */
const someone = '';

/** The handling of fields that the caller may not see: they are null, or the operation is rejected. */
export type Unauthorized = 'null' | 'reject';

export interface CompiledOperationsOptions {
  /** The graph's requirements on callers. */
  readonly requirements: Requirements;
  /** About how much memory the operations may take together: see `SharedCache` for the order of eviction. */
  readonly maxBytes: number;
  readonly unauthorized?: Unauthorized;
  /** Does work for a caller, and charges for it; by default without a charge. */
  readonly measured?: <T>(callerId: string | undefined, work: () => T) => T;
}

/**
 * The operations of one supergraph, each planned and compiled once, even if many callers need it before that is done.
 */
export class CompiledOperations {
  readonly #kept: SharedCache<Kept>;
  readonly #underWay = new SingleFlight<Kept>();
  readonly #demands: Demands;
  readonly #requirements: Requirements;
  readonly #rejects: boolean;
  readonly #measured: NonNullable<CompiledOperationsOptions['measured']>;

  constructor(
    private readonly planner: Planner,
    private readonly context: PlanContext,
    {
      requirements,
      maxBytes,
      unauthorized: becomes = 'null',
      measured = (_callerId, work) => work(),
    }: CompiledOperationsOptions,
  ) {
    this.#requirements = requirements;
    this.#kept = new SharedCache(maxBytes);
    this.#demands = new Demands(requirements, context.supergraph.api);
    this.#rejects = becomes === 'reject';
    this.#measured = measured;
  }

  /**
   * Compiles a query or mutation. A cached operation is returned at once: a promise would be one more for each request.
   * @param callerId the caller: see `RequestContext`.
   * @throws GraphQLError `QUERY_PLANNING_FAILED` or `PLANNER_BUSY`
   */
  get(request: OperationRequest, callerId = someone): Execute | Promise<Execute> {
    const found = this.#find(request, this.#percentage(), callerId);
    return found instanceof Promise ? found.then((kept) => this.#executing(kept)) : this.#executing(found);
  }

  #executing({ compiled, refused }: Kept): Execute {
    if (compiled.kind !== 'whole') throw new Error(`Expected a query or mutation, got one that is ${compiled.kind}.`);
    return this.#unlessRejected(compiled.execute, refused);
  }

  /**
   * Compiles a query or mutation with an answer in parts, for some values of its variables; if these defer no part, the
   * answer comes at once.
   * @param callerId the caller: see `RequestContext`.
   * @throws GraphQLError `QUERY_PLANNING_FAILED` or `PLANNER_BUSY`
   */
  async getIncremental(
    request: OperationRequest,
    variables: Readonly<Record<string, unknown>>,
    callerId = someone,
  ): Promise<ExecuteIncrementally> {
    const conditions = conditionsOf(request.operation, variables);
    const { compiled, refused } = await this.#find({ ...request, conditions }, this.#percentage(), callerId);
    if (compiled.kind === 'subscription') throw new Error('Expected a query or mutation, got a subscription.');
    return this.#unlessRejected(compiled.execute, refused);
  }

  /**
   * Compiles a subscription.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`, `PLANNER_BUSY`, `GRAPHQL_VALIDATION_FAILED` or
   * `UNAUTHORIZED_FIELD_OR_TYPE`
   */
  async getSubscription(request: EngineRequest): Promise<CompiledSubscription> {
    const { caller, callerId = someone } = request.context;
    const found = Promise.resolve(this.#find({ ...request, rights: caller.rights }, this.#percentage(), callerId));
    const { compiled, refused } = await found.catch((error: unknown) => {
      throw error instanceof RootRefused ? unauthorized(error.root, caller) : error;
    });
    if (compiled.kind !== 'subscription') throw new Error('Expected a subscription, got another operation.');
    const [first] = (this.#rejects && refused?.(request.variables)) || [];
    if (first) throw unauthorized(first, caller);
    return compiled.subscription;
  }

  /** Whether an operation is cached for some share of requests, so that executing it needs no planning. */
  isKept(request: OperationRequest): boolean {
    const shares = [0, ...this.planner.overridePercentages];
    const refusedBy = this.#demands.refusedBy(request);
    return shares.some((percentage) => this.#kept.has(this.#keyOf(request, percentage, refusedBy)));
  }

  /** Whether rights suffice for every field of an operation. */
  areMet(request: OperationRequest): boolean {
    return this.#demands.areMet(request);
  }

  /** Plans and compiles an operation, for every share of requests that overrides make. */
  async prepare(request: OperationRequest): Promise<void> {
    const shares = [0, ...this.planner.overridePercentages];
    await Promise.all(shares.map(async (percentage) => this.#find(request, percentage, undefined)));
  }

  /** The cached operations, the most recently used first. */
  recent(): OperationRequest[] {
    const requests = this.#kept.recent().map(({ request }) => request);
    return [
      ...new Map(requests.map((request) => [keyOf(request, this.#demands.refusedBy(request)), request])).values(),
    ];
  }

  /** The size of the cache, and how many operations are being planned. */
  stats(): Pick<EngineStats, 'operations' | 'planning'> {
    const { size: count, weight: bytes } = this.#kept;
    return { operations: { count, bytes }, planning: this.#underWay.size };
  }

  /** A request's number of a hundred, for overrides that take a share of requests. */
  #percentage(): number {
    return this.planner.overridePercentages.length > 0 ? Math.random() * 100 : 0;
  }

  /** Executes an operation, unless a refused field rejects the whole operation. */
  #unlessRejected<Answer>(
    execute: (input: OperationInput) => Promise<Answer | ExecutionResult>,
    refused: FindRefused | undefined,
  ): (input: OperationInput) => Promise<Answer | ExecutionResult> {
    if (!this.#rejects || !refused) return execute;
    return (input) => {
      const errors = refused(input.variables).map((field) => unauthorized(field, input.context.caller));
      return errors.length > 0 ? Promise.resolve({ errors }) : execute(input);
    };
  }

  #find(request: OperationRequest, percentage: number, callerId: CallerId): Kept | Promise<Kept> {
    const refusedBy = this.#demands.refusedBy(request);
    const key = this.#keyOf(request, percentage, refusedBy);
    const kept = this.#kept.get(key, callerId);
    if (kept) return kept;
    // Callers of the same operation share its plan, but not a refusal by the planner: see `PlanningQueue`.
    return this.#underWay.run(`${callerId ?? 'ahead'}\n${key}`, () =>
      this.#compile(key, request, refusedBy, { percentage, callerId }),
    );
  }

  #keyOf(request: OperationRequest, percentage: number, refusedBy: RefusedBy): string {
    const key = keyOf(request, refusedBy);
    const { overridePercentages } = this.planner;
    if (overridePercentages.length === 0) return key;
    const overrides = overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    return `${overrides}\n${key}`;
  }

  async #compile(key: string, request: OperationRequest, refusedBy: RefusedBy, turn: Turn): Promise<Kept> {
    const { operation: asked, rights, conditions } = request;
    const reweigh = (responses: number) => {
      this.#kept.reweigh(key, operationBytes(size, responses));
    };
    const operation = withoutShadowingAliases(asked);
    const { compiled, refused, plan } =
      (conditions && (await this.#compileIncremental(operation, conditions, refusedBy, turn))) ??
      (await this.#compileWhole(withoutDefer(operation), refusedBy, turn, reweigh));
    const size = { document: asked.documentLength, plan: JSON.stringify(plan).length };
    const kept = { request: { operation: asked, rights, conditions }, compiled, refused };
    this.#kept.set(key, kept, operationBytes(size, 1), turn.callerId);
    return kept;
  }

  async #compileWhole(
    operation: Operation,
    refusedBy: RefusedBy,
    { percentage, callerId }: Turn,
    reweigh: (responses: number) => void,
  ): Promise<Compiled> {
    const { allowed, context, refused } = this.#authorize(operation, refusedBy);
    const isSubscription = operation.definition.operation === OperationTypeNode.SUBSCRIPTION;
    if (isSubscription) {
      // A subscription without its one root field is empty.
      const root = refused?.({}).find(({ path }) => path.length === 1);
      if (root) throw new RootRefused(root);
    }
    const plan = await this.planner.plan(allowed, percentage, callerId);
    const compiled = this.#measured(callerId, (): CompiledOperation =>
      isSubscription
        ? { kind: 'subscription', subscription: compileSubscription(operation, plan, context, reweigh) }
        : { kind: 'whole', execute: compileOperation(operation, plan, context, reweigh) },
    );
    return { compiled, refused, plan };
  }

  /** Undefined if no part can be answered later than the rest: a server may answer deferred fields at once. */
  async #compileIncremental(
    whole: Operation,
    conditions: Conditions,
    refusedBy: RefusedBy,
    { percentage, callerId }: Turn,
  ): Promise<Compiled | undefined> {
    const deferring = deferringOperation(whole, Object.fromEntries(conditions));
    if (!deferring) return undefined;
    const { allowed, context, refused } = this.#authorize(deferring.operation, refusedBy);
    const plan = await this.planner.plan(allowed, percentage, callerId);
    const compiled = this.#measured(callerId, (): CompiledOperation => ({
      kind: 'incremental',
      execute: compileIncremental(deferring, plan, context),
    }));
    return { compiled, refused, plan };
  }

  /** The part of an operation that its caller may see, the context for compiling it, and the refused places. */
  #authorize(operation: Operation, { requirements: refusedBy }: RefusedBy) {
    if (refusedBy.length === 0) return { allowed: operation, context: this.context, refused: undefined };
    const { api } = this.context.supergraph;
    const { operation: allowed, decision } = authorize(operation, this.#requirements, refusedBy, api);
    const refusal = refusalsBy(decision);
    const tellsPublic = this.context.publicSchema !== undefined;
    const context: PlanContext = {
      ...this.context,
      isPublicAlone: tellsPublic && decision.refuses(api.getQueryType()?.name ?? '', '__schema'),
      refusal: tellsPublic ? (type, field) => (isAboutSchema(field) ? undefined : refusal(type, field)) : refusal,
    };
    const refused: FindRefused = (variables) => {
      const found = refusedPlaces(operation, decision, variables, api);
      return tellsPublic ? found.filter((place) => !isAboutSchema(place.refusal.field)) : found;
    };
    return { allowed, context, refused };
  }
}

/** The further inputs of a plan, and the caller whose turn it takes. */
interface Turn {
  /** A request's number of a hundred, for overrides that take a share of requests. */
  readonly percentage: number;
  readonly callerId: CallerId;
}

/** A compiled operation, with its plan. */
interface Compiled extends Omit<Kept, 'request'> {
  readonly plan: Plan;
}

function conditionsOf(
  { conditionVariables }: ValidOperation,
  variables: Readonly<Record<string, unknown>>,
): Conditions {
  return new Map(conditionVariables.map((name) => [name, variables[name] as boolean | undefined]));
}

/** Whether a field is introspection; the names are the specification's. */
function isAboutSchema(field: string): boolean {
  return field === '__schema' || field === '__type';
}

/** The refusals of a decision, by field. */
function refusalsBy(decision: Decision): NonNullable<PlanContext['refusal']> {
  return (type, field) => {
    const refusedBy = decision.why(type, field);
    return refusedBy && new FieldRefusal(field, refusedBy);
  };
}

/** The refusal of a subscription's one root field; the error depends on the caller. */
class RootRefused extends Error {
  constructor(readonly root: RefusedPlace) {
    super('The root field is refused.');
  }
}

/** A key that is equal for all callers that may see the same of an operation. */
function keyOf({ operation, conditions }: OperationRequest, refusedBy: RefusedBy): string {
  // No text is made in the usual case: an answer at once, to callers that may see all fields.
  if (!conditions && refusedBy.key === '') return operation.id;
  const parts = conditions ? [...conditions.values()].join() : 'at once';
  return `${operation.id}\n${parts}\n${refusedBy.key}`;
}

/** The characters of an operation's document, and of its plan as JSON. */
interface OperationSize {
  readonly document: number;
  readonly plan: number;
}

/**
 * The estimated memory of an operation, compiled and in use, in bytes: its syntax tree, its compiled plan, and one
 * function for each object of a response. The factors were measured; see docs/decisions/planner.md.
 * @param responses how many compiled responses it has, one for each combination of its conditions that occurred.
 */
function operationBytes({ document, plan }: OperationSize, responses: number): number {
  return 2048 + 28 * (2 * document + plan) + 24 * document * (responses - 1);
}
