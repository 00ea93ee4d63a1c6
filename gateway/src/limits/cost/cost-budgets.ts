import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { EngineRequest } from '../../engine/engine.js';
import { findOperation } from '../../planner/operation.js';
import { LimitExceeded } from '../limit-exceeded.js';
import { forRoles } from '../limits.js';
import { Concurrency } from '../concurrency.js';
import { tooMany } from '../too-many.js';
import { type Cost, costFor } from './cost.js';
import type { CostModel } from './cost-model.js';
import { operationCost } from './operation-cost.js';

/** What operations may cost, for a list whose length nothing says. */
export interface CostLimits {
  /** By role; `anonymous` has everyone. */
  readonly budgets: Readonly<Record<string, number>>;
  /** How long a list is where the schema does not say. */
  readonly listSize: number;
  /** What each fetch from a subgraph costs besides: see `operationCost`. */
  readonly fetch: number;
}

/** What a field at the root of a mutation costs besides. */
const mutationCost = 10;

/**
 * How many operations that cost as much as one may are answered for a client at a time, or more of smaller ones: so much
 * of the organisations' work, and of memory, one client has at most.
 */
const budgetsUnderWay = 3;

/** What may be asked of one supergraph; each operation is read once. */
export class CostBudgets {
  readonly #underWay = new Concurrency(Infinity);
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, Cost>>();

  /** @param schema the one that clients see. */
  constructor(
    private readonly model: CostModel,
    private readonly schema: GraphQLSchema,
    private readonly limits: CostLimits,
  ) {}

  /**
   * Begins an operation, unless it costs more than its caller may spend, alone or beside what he has under way.
   * @returns what is to be called when it is over.
   * @throws LimitExceeded
   * @throws HttpError 429 `LIMIT_EXCEEDED`
   * @throws GraphQLError `BAD_USER_INPUT` where a list must be given its length, and is not.
   */
  begin(request: EngineRequest): () => void {
    const { caller, client = caller.identityClass, log } = request.context;
    const cost = costFor(this.#costOf(request), request.variables);
    const budget = forRoles(this.limits.budgets, caller.roles, Number) ?? Infinity;
    if (cost > budget) throw new LimitExceeded('COST', budget, cost);
    const end = this.#underWay.begin(client, cost, budget * budgetsUnderWay);
    if (end) return end;
    throw tooMany(new LimitExceeded('COST', budget * budgetsUnderWay), 1000, log);
  }

  #costOf({ document, operationName }: EngineRequest): Cost {
    const ofDocument = this.#known.get(document) ?? new Map<string | undefined, Cost>();
    this.#known.set(document, ofDocument);
    let cost = ofDocument.get(operationName);
    if (cost === undefined) {
      const operation = findOperation(document, operationName);
      const defaults = { listSize: this.limits.listSize, mutation: mutationCost, fetch: this.limits.fetch };
      cost = operation ? operationCost(operation, this.schema, this.model, defaults) : 0;
      ofDocument.set(operationName, cost);
    }
    return cost;
  }
}
