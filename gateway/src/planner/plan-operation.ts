import { Fetches } from './fetches.js';
import { Names } from './search/names.js';
import type { Operation } from '../operation/operation.js';
import type { IsOverridden } from '../supergraph/override-labels.js';
import type { Plan } from '../plan/plan.js';
import { Planning } from './search/planning.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** The error of an operation that takes more steps than its limit. */
export class TooMuchWork extends Error {}

export interface PlanOperationOptions {
  readonly isOverridden: IsOverridden;
  /** The most selections that may be read and planned. */
  readonly maxSteps: number;
}

/**
 * Plans a valid operation. The plan depends on the arguments alone.
 * @throws TooMuchWork; Error if a field is unreachable, which does not occur in a composed supergraph.
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
