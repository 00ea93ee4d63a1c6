import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../request/context.js';
import type { Caller } from '../../request/caller.js';
import { onceForEach } from '../../base/once-for-each.js';
import type { Operation } from '../../operation/operation.js';
import type { PreparedOperation } from '../../operation/prepared-operation.js';
import { LimitExceeded } from '../../errors/limit-exceeded.js';
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

/** What a caller may spend, and what it spends now. */
export interface SpentCost {
  /** What one operation may cost. */
  readonly budget: number;
  /** What all that are under way may cost together. */
  readonly together: number;
  /** What those that are under way cost. */
  readonly used: number;
}

/** An operation that has begun. */
export interface HeldCost {
  /** Is to be called when it is over. */
  readonly end: () => void;
  /** What it is estimated to cost. */
  readonly estimated: number;
  /** What one operation of its caller may cost; undefined where that is not limited. */
  readonly budget: number | undefined;
}

/** What a field at the root of a mutation costs besides. */
const mutationCost = 10;

/**
 * How many operations that cost as much as one may are answered for a caller at a time, or more of smaller ones: so much
 * of the organisations' work, and of memory, one caller has at most.
 */
const budgetsUnderWay = 3;

/** What may be asked of one supergraph; each operation is read once. */
export class CostBudgets {
  readonly #underWay = new Concurrency(Infinity);
  readonly #costOf: (operation: Operation) => Cost;

  /** @param schema the one that callers see. */
  constructor(
    model: CostModel,
    schema: GraphQLSchema,
    private readonly limits: CostLimits,
  ) {
    const defaults = { listSize: limits.listSize, mutation: mutationCost, fetch: limits.fetch };
    this.#costOf = onceForEach((operation) => operationCost(operation, schema, model, defaults));
  }

  /**
   * Begins an operation, unless it costs more than its caller may spend, alone or beside what he has under way.
   * @throws LimitExceeded
   * @throws Busy `LIMIT_EXCEEDED`
   * @throws GraphQLError `BAD_USER_INPUT` where a list must be given its length, and is not.
   */
  begin({ operation, variables, context }: PreparedOperation & { readonly context: RequestContext }): HeldCost {
    const { caller, callerId = caller.identityClass, besides = 0 } = context;
    const cost = costFor(this.#costOf(operation), variables) + besides;
    const own = this.budgetOf(caller);
    const budget = own ?? Infinity;
    if (cost > budget) throw new LimitExceeded('COST', budget, cost);
    const end = this.#underWay.begin(callerId, cost, budget * budgetsUnderWay);
    if (end) return { end, estimated: cost, budget: own };
    const together = this.#underWay.of(callerId) + cost;
    throw tooMany(new LimitExceeded('COST', budget * budgetsUnderWay, together, true), 1000, context);
  }

  /** What a request's caller may spend, and spends; undefined where that is not limited. */
  spentBy({ caller, callerId = caller.identityClass }: RequestContext): SpentCost | undefined {
    const budget = this.budgetOf(caller);
    return budget === undefined
      ? undefined
      : { budget, together: budget * budgetsUnderWay, used: this.#underWay.of(callerId) };
  }

  /** What one operation of a caller may cost; undefined where that is not limited. */
  budgetOf({ roles }: Caller): number | undefined {
    return forRoles(this.limits.budgets, roles, Number);
  }
}
