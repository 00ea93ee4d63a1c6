import { type DocumentNode, print } from 'graphql';
import { compileOperation, type Execute } from '../executor/executor.js';
import type { PlanContext } from '../executor/plan-node.js';
import { LruCache } from '../lru-cache.js';
import { withoutShadowingAliases } from '../planner/aliases.js';
import { withoutDefer } from '../planner/defer.js';
import { withTypesOfHidden } from '../planner/hidden-types.js';
import { findOperation, plannedPartOf } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { withTypedFragments } from '../planner/typed-fragments.js';
import { SingleFlight } from '../single-flight.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { EngineRequest } from './engine.js';

/** What tells which operation is meant. */
export type OperationRequest = Pick<EngineRequest, 'document' | 'documentHash' | 'operationName'>;

/** An operation that is ready to be executed. */
interface CompiledOperation {
  readonly request: OperationRequest;
  readonly execute: Execute;
}

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

  /** @throws GraphQLError `QUERY_PLANNING_FAILED` */
  async get(request: OperationRequest): Promise<Execute> {
    const { overridePercentages } = this.planner;
    const percentage = overridePercentages.length > 0 ? Math.random() * 100 : 0;
    return (await this.#find(request, percentage)).execute;
  }

  #find(request: OperationRequest, percentage: number): CompiledOperation | Promise<CompiledOperation> {
    const overrides = this.planner.overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    const key = [request.documentHash, overrides, request.operationName ?? ''].join('\n');
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
    const execute = compileOperation(operation, plan, this.context, (responses) => {
      this.#compiled.reweigh(key, operationBytes(size, responses));
    });
    const compiled = { request: { document, documentHash, operationName }, execute };
    this.#compiled.set(key, compiled, operationBytes(size, 1));
    return compiled;
  }
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
