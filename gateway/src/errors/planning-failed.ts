import { GraphQLError } from 'graphql';

/** The code of an operation for which no plan was found. */
export const planningFailedCode = 'QUERY_PLANNING_FAILED';

/** The error of an operation without a plan; the reason is in the log. */
export function planningFailed(): GraphQLError {
  return new GraphQLError('The gateway found no plan for this operation.', {
    extensions: { code: planningFailedCode },
  });
}
