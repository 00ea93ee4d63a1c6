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

/** Limits of operations' costs. */
export interface CostLimits {
  /** By role; `anonymous` applies to everyone. */
  readonly budgets: Readonly<Record<string, number>>;
  /** The length of a list if the schema does not state it. */
  readonly listSize: number;
  /** The additional cost of each fetch from a subgraph: see `operationCost`. */
  readonly fetch: number;
}

/** A caller's budget, and its current use. */
export interface SpentCost {
  /** The largest cost of one operation. */
  readonly budget: number;
  /** The largest cost of all current operations together. */
  readonly together: number;
  /** The cost of all current operations. */
  readonly used: number;
}

/** An operation that has begun. */
export interface HeldCost {
  /** To be called when the operation is over. */
  readonly end: () => void;
  /** The operation's estimated cost. */
  readonly estimated: number;
  /** The largest cost of one operation of its caller; undefined if unlimited. */
  readonly budget: number | undefined;
}

/** The additional cost of a root field of a mutation. */
const mutationCost = 10;

/**
 * How many operations of the largest cost a caller may run at a time, or more of smaller ones: this bounds the caller's
 * load on the organisations' systems and on memory.
 */
const budgetsUnderWay = 3;

/** The cost budgets for one supergraph; the cost of each operation is compiled once. */
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
   * Begins an operation, unless it exceeds its caller's budget, alone or together with the caller's other operations.
   * @throws LimitExceeded
   * @throws Busy `LIMIT_EXCEEDED`
   * @throws GraphQLError `BAD_USER_INPUT` if a list needs an argument for its length, and has none.
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

  /** The budget and current use of a request's caller; undefined if unlimited. */
  spentBy({ caller, callerId = caller.identityClass }: RequestContext): SpentCost | undefined {
    const budget = this.budgetOf(caller);
    return budget === undefined
      ? undefined
      : { budget, together: budget * budgetsUnderWay, used: this.#underWay.of(callerId) };
  }

  /** The largest cost of one operation of a caller; undefined if unlimited. */
  budgetOf({ roles }: Caller): number | undefined {
    return forRoles(this.limits.budgets, roles, Number);
  }
}
