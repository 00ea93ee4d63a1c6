import { endOfDayInProvince } from '@hub/protocol';

/** How many days a month waits for late organisations, and for sketches that do not merge yet. */
export const daysOfGrace = 30;

/** How many days after its first estimate a month is estimated once more. */
export const daysToRevision = 30;

/**
 * The most rounds of one month, except rounds of groups: two, and two more that replace rounds whose releases no
 * longer count. Each round has separate noise, so the information that rounds give about a person adds up.
 */
export const mostRounds = 4;

const msOfDay = 86_400_000;

/** The facts about a goal's month that its closing depends on. */
export interface MonthToClose {
  readonly lastDay: string;
  /** The day on which its report is due; null if none is set. */
  readonly dueOn: string | null;
  /** When each expected and linked organisation first reported the whole month; null if it has not. */
  readonly reportedAt: readonly (number | null)[];
  /** Whether the late organisations are known to hand over nothing more for now: see `HandingOver`. */
  readonly isHandedOver: boolean;
}

/**
 * When a month closed, in milliseconds since the epoch: when the last of the organisations reported all of it. At the
 * latest it closes a grace period after the due day or after the first report, whichever is later, once no
 * organisation is about to hand over more: without the grace, an organisation that is always a few days late would be
 * in no estimate.
 * @returns null if it is open.
 */
export function closedAt({ lastDay, dueOn, reportedAt, isHandedOver }: MonthToClose, now: number): number | null {
  const reported = reportedAt.filter((moment) => moment !== null);
  if (reported.length === 0) return null;
  if (reported.length === reportedAt.length) return Math.max(...reported);
  if (!isHandedOver) return null;
  const latest = Math.max(endOfDayInProvince(dueOn ?? lastDay), Math.min(...reported)) + daysOfGrace * msOfDay;
  return now >= latest ? latest : null;
}

/** Whether that many days have passed since a time. */
export function havePassed(days: number, since: number, now: number): boolean {
  return now >= since + days * msOfDay;
}
