import { GraphQLError } from 'graphql';

/** The code of an operation that is not planned now, and may be later. */
export const plannerBusyCode = 'PLANNER_BUSY';

/** Why the planner is busy: the caller has too many operations in its queue, everybody has, or one waited too long. */
export const busyReasons = ['quota', 'full', 'wait'] as const;

export type BusyReason = (typeof busyReasons)[number];

/** The planner does not plan an operation now. Nothing is wrong with the operation: the caller may send it again. */
export class PlannerBusy extends GraphQLError {
  /** @param retryAfterSeconds when to send it again; HTTP says it in `Retry-After` too. */
  constructor(
    readonly reason: BusyReason,
    readonly retryAfterSeconds: number,
  ) {
    super(`The gateway plans other operations now. Send this one again in ${retryAfterSeconds} s.`, {
      extensions: { code: plannerBusyCode, retryAfterSeconds },
    });
  }
}
