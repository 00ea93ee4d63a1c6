import { GraphQLError } from 'graphql';

/** The code of an operation for which no plan was found. */
export const planningFailedCode = 'QUERY_PLANNING_FAILED';

/** What a caller is told of an operation that has no plan; the log has why. */
export function planningFailed(): GraphQLError {
  return new GraphQLError('The gateway found no plan for this operation.', {
    extensions: { code: planningFailedCode },
  });
}
