import { GraphQLError } from 'graphql';

/** The code of an operation that cannot be planned now, but later. */
export const plannerBusyCode = 'PLANNER_BUSY';

/**
 * The reason why the planner is busy: the caller has too many operations in its queue, all callers together have too
 * many, or one waited too long.
 */
export const busyReasons = ['quota', 'full', 'wait'] as const;

export type BusyReason = (typeof busyReasons)[number];

/** The planner cannot plan an operation now. The operation itself is right, and the caller may send it again. */
export class PlannerBusy extends GraphQLError {
  /** @param retryAfterSeconds the time to wait before sending it again; also in the header `Retry-After`. */
  constructor(
    readonly reason: BusyReason,
    readonly retryAfterSeconds: number,
  ) {
    super(`The gateway plans other operations now. Send this one again in ${retryAfterSeconds} s.`, {
      extensions: { code: plannerBusyCode, retryAfterSeconds },
    });
  }
}
