import { type DocumentNode, print } from 'graphql';
import { compileOperation, type Execute } from '../executor/executor.js';
import type { PlanContext } from '../executor/plan-node.js';
import { LruCache } from '../lru-cache.js';
import { withoutShadowingAliases } from '../planner/aliases.js';
import { withTypesOfHidden } from '../planner/hidden-types.js';
import { findOperation, plannedPartOf } from '../planner/operation.js';
import type { Planner } from '../planner/planner.js';
import { withTypedFragments } from '../planner/typed-fragments.js';
import { SingleFlight } from '../single-flight.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { EngineRequest } from './engine.js';

/** What tells which operation is meant. */
export type OperationRequest = Pick<EngineRequest, 'document' | 'documentHash' | 'operationName'>;

/** How much the operations that are kept compiled may weigh together: characters of their texts and plans. */
const maxCompiledWeight = 32 * 1024 * 1024;

/** The operations of one supergraph, each planned and compiled once, even where many ask for it before that is done. */
export class CompiledOperations {
  readonly #compiled = new LruCache<Execute>(maxCompiledWeight);
  readonly #underWay = new SingleFlight<Execute>();

  constructor(
    private readonly planner: Planner,
    private readonly context: PlanContext,
  ) {}

  /** @throws GraphQLError `QUERY_PLANNING_FAILED` */
  get(request: OperationRequest): Promise<Execute> {
    const { overridePercentages } = this.planner;
    const percentage = overridePercentages.length > 0 ? Math.random() * 100 : 0;
    const overrides = overridePercentages.map((share) => (percentage < share ? '1' : '0')).join('');
    const key = [request.documentHash, overrides, request.operationName ?? ''].join('\n');
    const known = this.#compiled.get(key);
    if (known) return Promise.resolve(known);
    return this.#underWay.run(key, () => this.#compile(key, request, percentage));
  }

  async #compile(key: string, { document, operationName }: OperationRequest, percentage: number): Promise<Execute> {
    const { supergraph } = this.context;
    const found = findOperation(document, operationName);
    if (!found) throw new Error('Expected an operation of the document.');
    const operation = withoutShadowingAliases(found, supergraph.isFieldName);
    const planned = plannedPartOf(operation);
    const text = planned && print(forPlanner(planned, supergraph));
    const plan = text === undefined ? undefined : await this.planner.plan(text, new Set(), percentage);
    const execute = compileOperation(operation, plan, this.context);
    this.#compiled.set(key, execute, (text?.length ?? 0) + JSON.stringify(plan ?? null).length);
    return execute;
  }
}

/** An operation with what its plan depends on and the planner does not see to. */
function forPlanner(operation: DocumentNode, { api, mayBeHidden }: Supergraph): DocumentNode {
  return withTypesOfHidden(withTypedFragments(operation, api), api, mayBeHidden);
}
