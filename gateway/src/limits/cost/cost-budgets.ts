import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { EngineRequest } from '../../engine/engine.js';
import { findOperation } from '../../planner/operation.js';
import { LimitExceeded } from '../limit-exceeded.js';
import { forRoles } from '../limits.js';
import { type Cost, costFor } from './cost.js';
import type { CostModel } from './cost-model.js';
import { operationCost } from './operation-cost.js';

/** What operations may cost, for a list whose length nothing says. */
export interface CostLimits {
  /** By role; `anonymous` has everyone. */
  readonly budgets: Readonly<Record<string, number>>;
  /** How long a list is where the schema does not say. */
  readonly listSize: number;
}

/** What a field at the root of a mutation costs besides. */
const mutationCost = 10;

/** What may be asked of one supergraph; each operation is read once. */
export class CostBudgets {
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, Cost>>();

  /** @param schema the one that clients see. */
  constructor(
    private readonly model: CostModel,
    private readonly schema: GraphQLSchema,
    private readonly limits: CostLimits,
  ) {}

  /**
   * Refuses an operation that costs more than its caller may spend.
   * @throws LimitExceeded
   * @throws GraphQLError `BAD_USER_INPUT` where a list must be given its length, and is not.
   */
  check(request: EngineRequest): void {
    const cost = costFor(this.#costOf(request), request.variables);
    const budget = forRoles(this.limits.budgets, request.context.caller.roles, Number) ?? Infinity;
    if (cost > budget) throw new LimitExceeded('COST', budget, cost);
  }

  #costOf({ document, operationName }: EngineRequest): Cost {
    const ofDocument = this.#known.get(document) ?? new Map<string | undefined, Cost>();
    this.#known.set(document, ofDocument);
    let cost = ofDocument.get(operationName);
    if (cost === undefined) {
      const operation = findOperation(document, operationName);
      const defaults = { listSize: this.limits.listSize, mutation: mutationCost };
      cost = operation ? operationCost(operation, this.schema, this.model, defaults) : 0;
      ofDocument.set(operationName, cost);
    }
    return cost;
  }
}
