import type { GraphQLSchema } from 'graphql';
import type { Operation } from '../operation/operation.js';
import { Decision } from './decision.js';
import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import { withoutRefused } from './without-refused.js';

/** An operation as it is planned for callers of certain rights. */
export interface AuthorizedOperation {
  /** What is left of it. */
  readonly operation: Operation;
  readonly decision: Decision;
}

/**
 * Takes out of an operation what its callers may not see.
 * @param refusedBy the requirements that they do not meet, of those that the operation demands.
 * @param schema the one that callers see.
 */
export function authorize(
  operation: Operation,
  requirements: Requirements,
  refusedBy: readonly Requirement[],
  schema: GraphQLSchema,
): AuthorizedOperation {
  const decision = new Decision(requirements, new Set(refusedBy));
  return { operation: withoutRefused(operation, decision, requirements, schema), decision };
}
