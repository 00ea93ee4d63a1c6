import { GraphQLError } from 'graphql';
import { KnownFailure, rememberedMs } from './known-failures.js';
import { ProcessEnded, TooLate } from './planner-channel.js';

/** The code of an operation for which no plan was found. */
export const planningFailedCode = 'QUERY_PLANNING_FAILED';

/**
 * What a client is told of an operation that has no plan. Where the planner had no time for it, a busy machine may be
 * why: then it may be sent again, once it is not known any more as one that took too long.
 */
export function planningFailed(cause: unknown): GraphQLError {
  const hadNoTime = cause instanceof TooLate || cause instanceof KnownFailure || cause instanceof ProcessEnded;
  if (!hadNoTime) {
    return new GraphQLError('The gateway found no plan for this operation.', {
      extensions: { code: planningFailedCode },
    });
  }
  const retryAfterSeconds = rememberedMs / 1000;
  return new GraphQLError(
    `The gateway found no plan for this operation in time. Make it smaller, or send it again in ${retryAfterSeconds} s.`,
    { extensions: { code: planningFailedCode, retryAfterSeconds } },
  );
}
