import type { GraphQLSchema } from 'graphql';
import type { Operation } from '../operation/operation.js';
import { Decision } from './decision.js';
import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import { withoutRefused } from './without-refused.js';

/** An operation without the fields that callers with certain rights may not see. */
export interface AuthorizedOperation {
  /** The operation that the gateway plans. */
  readonly operation: Operation;
  readonly decision: Decision;
}

/**
 * Removes from an operation the fields that its callers may not see.
 * @param refusedBy the demanded requirements that the callers do not meet.
 * @param schema the schema that callers see.
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
