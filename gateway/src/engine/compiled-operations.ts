import { type DocumentNode, OperationTypeNode, print } from 'graphql';
import { compileOperation, type Execute } from '../executor/executor.js';
import type { PlanContext } from '../executor/plan-node.js';
import { type CompiledSubscription, compileSubscription } from '../executor/subscription.js';
import { LruCache } from '../lru-cache.js';
import { withoutShadowingAliases } from '../planner/aliases.js';
import { withoutDefer } from '../planner/defer.js';
import { withTypesOfHidden } from '../planner/hidden-types.js';
import { findOperation, plannedPartOf } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { withTypedFragments } from '../planner/typed-fragments.js';
import { SingleFlight } from '../single-flight.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { OperationRequest } from './engine.js';

/** An operation that is ready to be executed, or subscribed to. */
type CompiledOperation = { readonly request: OperationRequest } & (
  | { readonly execute: Execute; readonly subscription?: never }
  | { readonly execute?: never; readonly subscription: CompiledSubscription }
);

/** The operations of one supergraph, each planned and compiled once, even where many ask for it before that is done. */
export class CompiledOperations {
  readonly #compiled: LruCache<CompiledOperation>;
  readonly #underWay = new SingleFlight<CompiledOperation>();

  /** @param maxBytes about how much memory the operations may take together; what was not used for longest goes first. */
  constructor(
    private readonly planner: Planner,
    private readonly context: PlanContext,
    maxBytes: number,
  ) {
    this.#compiled = new LruCache(maxBytes);
  }

  /**
   * Compiles a query or mutation.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`
   */
  async get(request: OperationRequest): Promise<Execute> {
    const { execute } = await this.#find(request, this.#percentage());
    if (!execute) throw new Error('Expected a query or mutation, got a subscription.');
    return execute;
  }

  /**
   * Compiles a subscription.
   * @throws GraphQLError `QUERY_PLANNING_FAILED` or `GRAPHQL_VALIDATION_FAILED`
   */
  async getSubscription(request: OperationRequest): Promise<CompiledSubscription> {
    const { subscription } = await this.#find(request, this.#percentage());
    if (!subscription) throw new Error('Expected a subscription, got another operation.');
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
    return [...new Map(requests.map((request) => [nameOf(request), request])).values()];
  }

  /** Which of a hundred requests one is, for overrides that take a share of them. */
  #percentage(): number {
    return this.planner.overridePercentages.length > 0 ? Math.random() * 100 : 0;
  }

  #find(request: OperationRequest, percentage: number): CompiledOperation | Promise<CompiledOperation> {
    const overrides = this.planner.overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    const key = `${overrides}\n${nameOf(request)}`;
    return this.#compiled.get(key) ?? this.#underWay.run(key, () => this.#compile(key, request, percentage));
  }

  async #compile(key: string, request: OperationRequest, percentage: number): Promise<CompiledOperation> {
    const { supergraph } = this.context;
    const { document, documentHash, operationName } = request;
    const found = findOperation(document, operationName);
    if (!found) throw new Error('Expected an operation of the document.');
    const operation = withoutDefer(withoutShadowingAliases(found, supergraph.isFieldName));
    const planned = plannedPartOf(operation);
    const text = planned ? print(forPlanner(planned, supergraph)) : '';
    const plan = planned && (await this.planner.plan(text, new Set(), percentage));

    const size = { document: textOf(document).length, planned: text.length, plan: JSON.stringify(plan ?? null).length };
    const reweigh = (responses: number) => {
      this.#compiled.reweigh(key, operationBytes(size, responses));
    };
    const compiled: CompiledOperation = {
      request: { document, documentHash, operationName },
      ...(operation.definition.operation === OperationTypeNode.SUBSCRIPTION
        ? { subscription: compileSubscription(operation, plan, this.context, reweigh) }
        : { execute: compileOperation(operation, plan, this.context, reweigh) }),
    };
    this.#compiled.set(key, compiled, operationBytes(size, 1));
    return compiled;
  }
}

function nameOf({ documentHash, operationName = '' }: OperationRequest): string {
  return `${operationName}\n${documentHash}`;
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
