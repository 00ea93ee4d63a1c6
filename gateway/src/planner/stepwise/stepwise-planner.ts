import { parse } from 'graphql';
import type { IsOverridden } from '../override-labels.js';
import { findOperation, type Operation } from '../operation.js';
import type { QueryPlan } from '../planner.js';
import { planInSeries } from '../serial-mutations.js';
import type { SupergraphTypes } from '../subgraph-types.js';
import { planDecided } from '../decided-conditions.js';
import { StepwisePlan } from './stepwise-plan.js';

/** How many fields the fetches of an operation may have, those of objects of several types apart; some 200 ms. */
const maxFields = 50_000;

/**
 * Prepares a planner that goes from subgraph to subgraph, step by step, and asks each for all that it can answer. It
 * looks for no better plan, but plans right where others do not: what is fetched for representations has keys of its own,
 * which nothing else can cover, and each combination of conditions has a plan of its own.
 * @returns a function that plans an operation; it throws where a field cannot be reached, or the plan grows too large.
 */
export function stepwisePlanner(
  types: SupergraphTypes,
): (operation: string, isOverridden: IsOverridden) => Promise<QueryPlan> {
  return async (text, isOverridden) => {
    const operation = findOperation(parse(text, { noLocation: true }), undefined);
    if (!operation) throw new Error('Expected an operation.');
    let fields = 0;
    const count = () => {
      if ((fields += 1) > maxFields) throw new Error(`Expected fetches of at most ${maxFields} fields.`);
    };
    const plan = (one: Operation) => Promise.resolve(new StepwisePlan(types, one, isOverridden, count).plan());
    const node = await planDecided(operation, (decided) => planInSeries(decided, plan));
    return { kind: 'QueryPlan', ...(node && { node }) };
  };
}
