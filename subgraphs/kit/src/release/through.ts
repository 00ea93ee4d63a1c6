import { dayInProvince } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { dayBefore, lastDayOf } from './days.js';
import { ReleaseError } from './release-error.js';

/** What decides through which day a release is complete. */
export interface ThroughOptions {
  /** The day that the operator named. */
  readonly asked: string | undefined;
  /** The newest day that imports named, or of which there are counts; see `newestNamedDay` and `newestCountedDay`. */
  readonly named: string | null;
  /** The former release's day. */
  readonly former: string | undefined;
  readonly now: Date;
}

/**
 * Chooses the last day of which a release's data are complete: the one that was asked for; else the newest that imports
 * named; else yesterday. Unless it was asked for, it is never before the former release's.
 * @throws ReleaseError `FUTURE_THROUGH` or `THROUGH_WENT_BACK`, of a day that was asked for.
 */
export function chooseThrough({ asked, named, former, now }: ThroughOptions): string {
  const today = dayInProvince(now);
  if (asked === undefined) {
    const day = named ?? dayBefore(today);
    return former !== undefined && former > day ? former : day;
  }
  if (asked > today) {
    throw new ReleaseError('FUTURE_THROUGH', `Expected a day up to today, ${today}, but got ${asked}.`);
  }
  if (former !== undefined && asked < former) {
    throw new ReleaseError(
      'THROUGH_WENT_BACK',
      `Expected a day from ${former} on, through which the former release is complete, but got ${asked}. If ${former} was wrong, withdraw that release first.`,
    );
  }
  return asked;
}

/** The newest day through which an import said that its file is complete; null where none said any. */
export async function newestNamedDay(em: SqlEntityManager): Promise<string | null> {
  const [row]: { day: string | null }[] = await em.execute(`select max(complete_through)::text as day from import_run`);
  return row?.day ?? null;
}

/** The last day of the newest month of which an organisation with counts only has any; null where there is none. */
export async function newestCountedDay(em: SqlEntityManager): Promise<string | null> {
  const [row]: { month: string | null }[] = await em.execute(`select max(month) as month from ledger_month`);
  return row?.month ? lastDayOf(row.month) : null;
}
