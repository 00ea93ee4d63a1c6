import { type DocumentNode, OperationTypeNode, print } from 'graphql';
import { authorize } from '../authorization/authorize.js';
import { deniedFields, type DeniedField } from '../authorization/denied-fields.js';
import { Demands, type Unmet } from '../authorization/demands.js';
import { unauthorized } from '../authorization/unauthorized.js';
import { compileOperation, type Execute } from '../executor/executor.js';
import type { PlanContext } from '../executor/plan-node.js';
import { type CompiledSubscription, compileSubscription } from '../executor/subscription.js';
import { LruCache } from '../lru-cache.js';
import { withoutShadowingAliases } from '../planner/aliases.js';
import { withoutDefer } from '../planner/defer.js';
import { withTypesOfHidden } from '../planner/hidden-types.js';
import { findOperation, type Operation, plannedPartOf } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { withTypedFragments } from '../planner/typed-fragments.js';
import { SingleFlight } from '../single-flight.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { EngineRequest, OperationRequest } from './engine.js';

/** An operation that is ready to be executed, or subscribed to, by callers of certain rights. */
type CompiledOperation = { readonly request: OperationRequest; readonly denied: FindDenied | undefined } & (
  | { readonly execute: Execute; readonly subscription?: never }
  | { readonly execute?: never; readonly subscription: CompiledSubscription }
);

/** Finds what of an operation its callers may not see, for the values of its variables. */
type FindDenied = (variables: Readonly<Record<string, unknown>>) => readonly DeniedField[];

/** What becomes of an operation with fields that its caller may not see: they are null, or it is not executed. */
export type Unauthorized = 'null' | 'reject';

export interface CompiledOperationsOptions {
  /** About how much memory the operations may take together; what was not used for longest goes first. */
  readonly maxBytes: number;
  readonly unauthorized?: Unauthorized;
}

/** The operations of one supergraph, each planned and compiled once, even where many ask for it before that is done. */
export class CompiledOperations {
  readonly #compiled: LruCache<CompiledOperation>;
  readonly #underWay = new SingleFlight<CompiledOperation>();
  readonly #demands: Demands;
  readonly #rejects: boolean;

  constructor(
    private readonly planner: Planner,
    private readonly context: PlanContext,
    { maxBytes, unauthorized: becomes = 'null' }: CompiledOperationsOptions,
  ) {
    this.#compiled = new LruCache(maxBytes);
    this.#demands = new Demands(context.supergraph.requirements, context.supergraph.api);
    this.#rejects = becomes === 'reject';
  }

  /**
   * Compiles a query or mutation.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`
   */
  async get(request: OperationRequest): Promise<Execute> {
    const { execute, denied } = await this.#find(request, this.#percentage());
    if (!execute) throw new Error('Expected a query or mutation, got a subscription.');
    if (!this.#rejects || !denied) return execute;
    return (input) => {
      const errors = denied(input.variables).map(unauthorized);
      return errors.length > 0 ? Promise.resolve({ errors }) : execute(input);
    };
  }

  /**
   * Compiles a subscription.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`, `GRAPHQL_VALIDATION_FAILED` or `UNAUTHORIZED_FIELD_OR_TYPE`
   */
  async getSubscription(request: EngineRequest): Promise<CompiledSubscription> {
    const { rights } = request.context.caller;
    const { subscription, denied } = await this.#find({ ...request, rights }, this.#percentage());
    if (!subscription) throw new Error('Expected a subscription, got another operation.');
    const [refused] = (this.#rejects && denied?.(request.variables)) || [];
    if (refused) throw unauthorized(refused);
    return subscription;
  }

  /** Plans and compiles an operation, for every share of requests that overrides make. */
  async prepare(request: OperationRequest): Promise<void> {
    const shares = [0, ...this.planner.overridePercentages];
    await Promise.all(shares.map(async (percentage) => this.#find(request, percentage)));
  }

  /** The operations that are kept, the one that was asked for last first. */
  recent(): OperationRequest[] {
    const requests = this.#compiled.recent().map(({ request }) => request);
    return [...new Map(requests.map((request) => [keyOf(request, this.#demands.unmet(request)), request])).values()];
  }

  /** Which of a hundred requests one is, for overrides that take a share of them. */
  #percentage(): number {
    return this.planner.overridePercentages.length > 0 ? Math.random() * 100 : 0;
  }

  #find(request: OperationRequest, percentage: number): CompiledOperation | Promise<CompiledOperation> {
    const overrides = this.planner.overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    const unmet = this.#demands.unmet(request);
    const key = `${overrides}\n${keyOf(request, unmet)}`;
    return this.#compiled.get(key) ?? this.#underWay.run(key, () => this.#compile(key, request, unmet, percentage));
  }

  async #compile(key: string, request: OperationRequest, unmet: Unmet, percentage: number): Promise<CompiledOperation> {
    const { supergraph } = this.context;
    const { document, documentHash, operationName, rights } = request;
    const found = findOperation(document, operationName);
    if (!found) throw new Error('Expected an operation of the document.');
    const operation = withoutDefer(withoutShadowingAliases(found, supergraph.isFieldName));
    const { allowed, context, denied } = this.#authorize(operation, unmet);
    if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION) {
      // Without its one root field nothing is left to subscribe to.
      const root = denied?.({}).find(({ path }) => path.length === 1);
      if (root) throw unauthorized(root);
    }
    const planned = plannedPartOf(allowed);
    const text = planned ? print(forPlanner(planned, supergraph)) : '';
    const plan = planned && (await this.planner.plan(text, new Set(), percentage));

    const size = { document: textOf(document).length, planned: text.length, plan: JSON.stringify(plan ?? null).length };
    const reweigh = (responses: number) => {
      this.#compiled.reweigh(key, operationBytes(size, responses));
    };
    const compiled: CompiledOperation = {
      request: { document, documentHash, operationName, rights },
      denied,
      ...(operation.definition.operation === OperationTypeNode.SUBSCRIPTION
        ? { subscription: compileSubscription(operation, plan, context, reweigh) }
        : { execute: compileOperation(operation, plan, context, reweigh) }),
    };
    this.#compiled.set(key, compiled, operationBytes(size, 1));
    return compiled;
  }

  /** What of an operation is planned for its caller, what it is compiled with, and what its caller may not see. */
  #authorize(operation: Operation, { requirements: unmet }: Unmet) {
    if (unmet.length === 0) return { allowed: operation, context: this.context, denied: undefined };
    const { requirements, api } = this.context.supergraph;
    const { operation: allowed, decision } = authorize(operation, requirements, unmet, api);
    const context: PlanContext = { ...this.context, denies: (type, field) => decision.denies(type, field) };
    const denied: FindDenied = (variables) => deniedFields(operation, decision, variables, api);
    return { allowed, context, denied };
  }
}

/** The same for all callers that may see the same of an operation. */
function keyOf({ documentHash, operationName = '' }: OperationRequest, unmet: Unmet): string {
  return `${operationName}\n${documentHash}\n${unmet.key}`;
}

/** The characters of an operation's document, of the operation as it is planned, and of its plan as JSON. */
interface OperationSize {
  readonly document: number;
  readonly planned: number;
  readonly plan: number;
}

/**
 * About how many bytes of memory an operation takes, compiled and in use: its syntax tree, what its plan was compiled
 * to, and one function for each object of a response. The factors were measured; docs/decisions/executor.md has how.
 * @param responses how many responses it has, one for each combination of its conditions that occurred.
 */
function operationBytes({ document, planned, plan }: OperationSize, responses: number): number {
  return 2048 + 28 * (document + planned + plan) + 24 * planned * (responses - 1);
}

function textOf(document: DocumentNode): string {
  return document.loc?.source.body ?? print(document);
}

/** An operation with what its plan depends on and the planner does not see to. */
function forPlanner(operation: DocumentNode, { api, mayBeHidden }: Supergraph): DocumentNode {
  return withTypesOfHidden(withTypedFragments(operation, api), api, mayBeHidden);
}
