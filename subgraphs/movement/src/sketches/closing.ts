import { endOfDayInProvince } from '@hub/protocol';

/** How many days a month waits for those who are late, and for sketches that do not merge yet. */
export const daysOfGrace = 30;

/** How many days after it was first known an estimate is made once more. */
export const daysToRevision = 30;

/**
 * The most rounds of one month, besides those of groups: two, and two more in the place of some whose releases count no
 * more. Each has a noise of its own, so what they tell of a person adds up.
 */
export const mostRounds = 4;

const msOfDay = 86_400_000;

/** The month of a goal, as far as its closing goes. */
export interface MonthToClose {
  readonly lastDay: string;
  /** The day on which its report is due; null where none is laid down. */
  readonly dueOn: string | null;
  /** For each organisation that is expected and linked, when it first reported the whole month; null while it did not. */
  readonly reportedAt: readonly (number | null)[];
  /** Whether those who are late are known to hand over nothing more for now: see `HandingOver`. */
  readonly isHandedOver: boolean;
}

/**
 * When a month closed, in milliseconds since the epoch: when the last of the organisations reported all of it; at the
 * latest a grace after the due day, or after the first of them did, whichever is later, and
 * only once nobody is about to hand over more. One that is always a few days late would else be in no estimate.
 * @returns null while it is open.
 */
export function closedAt({ lastDay, dueOn, reportedAt, isHandedOver }: MonthToClose, now: number): number | null {
  const reported = reportedAt.filter((moment) => moment !== null);
  if (reported.length === 0) return null;
  if (reported.length === reportedAt.length) return Math.max(...reported);
  if (!isHandedOver) return null;
  const latest = Math.max(endOfDayInProvince(dueOn ?? lastDay), Math.min(...reported)) + daysOfGrace * msOfDay;
  return now >= latest ? latest : null;
}

/** Whether so many days have passed since a moment. */
export function havePassed(days: number, since: number, now: number): boolean {
  return now >= since + days * msOfDay;
}
