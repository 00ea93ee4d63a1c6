import { Fetches } from './fetches.js';
import { Names } from './search/names.js';
import type { Operation } from '../operation/operation.js';
import type { IsOverridden } from '../supergraph/override-labels.js';
import type { Plan } from '../plan/plan.js';
import { Planning } from './search/planning.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** An operation needs more work than it may. */
export class TooMuchWork extends Error {}

export interface PlanOperationOptions {
  readonly isOverridden: IsOverridden;
  /** How many selections may be read and asked for. */
  readonly maxSteps: number;
}

/**
 * Plans an operation that is valid. It depends on nothing else.
 * @throws TooMuchWork; Error where a field cannot be reached, which no composed supergraph has.
 */
export function planOperation(
  supergraph: Supergraph,
  operation: Operation,
  { isOverridden, maxSteps }: PlanOperationOptions,
): Plan {
  let steps = 0;
  const count = () => {
    if ((steps += 1) > maxSteps) throw new TooMuchWork(`Expected an operation that needs at most ${maxSteps} steps.`);
  };
  const names = new Names(operation);
  const drafts = new Planning(supergraph, operation, { isOverridden, names, count }).find();
  return { fetches: new Fetches(supergraph, operation, names).of(drafts) };
}
