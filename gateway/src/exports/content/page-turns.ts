import { setTimeout as delay } from 'node:timers/promises';
import { PlannerBusy } from '../../errors/planner-busy.js';
import type { ProcessorTime } from '../../limits/processor-time.js';
import type { CallerRequest } from '../../request/context.js';

/** How a file's pages are made. */
export interface PageTurns {
  /** Reads a page in its caller's turn; the number of cells gives the estimated time. */
  readonly read: <T>(cells: number, work: () => T) => Promise<T>;
  /** Writes a page, and charges for it. */
  readonly write: <T>(work: () => T) => T;
}

/** About how many bytes of an operation take as long to read as one cell. */
const bytesPerCell = 4;

/** How often a page may queue again for its turn. */
const maxWaits = 60;

/**
 * Makes the pages of a file in its caller's turns on the event loop: a wide table takes more turns than a narrow one. A
 * page that gets no turn queues again, since its reader already has the earlier pages.
 */
export function pageTurns(
  processor: ProcessorTime,
  { callerId, cancellation }: Pick<CallerRequest, 'callerId' | 'cancellation'>,
): PageTurns {
  return {
    read: async (cells, work) => {
      for (let waits = 0; ; waits += 1) {
        try {
          return await processor.run(callerId, cells * bytesPerCell, work);
        } catch (error) {
          if (!(error instanceof PlannerBusy) || waits === maxWaits || cancellation.cancelled) throw error;
          await delay(error.retryAfterSeconds * 1000, undefined, { ref: false });
        }
      }
    },
    write: (work) => processor.measured(callerId, work),
  };
}
