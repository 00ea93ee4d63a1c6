import { dayBefore, dayInProvince, lastDayOf } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { ReleaseError } from './release-error.js';

/** The days of a release. */
export interface ReleaseDays {
  /** The last day of which its data are complete; null where nothing proves any. */
  readonly through: string | null;
  /** The last day whose facts count: the one that was named or proven, else yesterday; never before a former release's. */
  readonly until: string;
}

/** What decides the days of a release. */
export interface DaysOptions {
  /** The day that the operator named. */
  readonly asked: string | undefined;
  /** The day that imports or counts prove; see `completeThroughOf`. */
  readonly proven: string | null;
  /** The former release's. */
  readonly former: ReleaseDays | undefined;
  readonly now: Date;
}

/**
 * Chooses the days of a release. It is complete through the day that was asked for, else through the one that is proven,
 * and what came later does not count; where there is neither, nobody knows through which, and what was until yesterday
 * counts. Neither day is ever before the former release's.
 * @throws ReleaseError `FUTURE_THROUGH` or `THROUGH_WENT_BACK`, of a day that was asked for.
 */
export function chooseDays({ asked, proven, former, now }: DaysOptions): ReleaseDays {
  const today = dayInProvince(now);
  const formerThrough = former?.through ?? null;
  if (asked !== undefined && asked > today) {
    throw new ReleaseError('FUTURE_THROUGH', `Expected a day up to today, ${today}, but got ${asked}.`);
  }
  if (asked !== undefined && formerThrough !== null && asked < formerThrough) {
    throw new ReleaseError(
      'THROUGH_WENT_BACK',
      `Expected a day from ${formerThrough} on, through which the former release is complete, but got ${asked}. If ${formerThrough} was wrong, withdraw that release first.`,
    );
  }
  const day = asked ?? proven;
  return {
    through: later(day, formerThrough),
    until: later(day ?? dayBefore(today), former?.until ?? null),
  };
}

function later<Day extends string | null>(day: Day, other: string | null): Day | string {
  return other !== null && (day === null || other > day) ? other : day;
}

/** What proves through which day an organisation's data are complete. */
export interface EvidenceOptions {
  /** Whether the organisation has counts only, for whole months. */
  readonly ofCounts: boolean;
  /** The largest share of rejected rows with which a file proves anything; `defaultMostRejected` unless told. */
  readonly mostRejected?: number | undefined;
}

/** The largest share of rejected rows with which a file proves through which day it is complete, unless told. */
export const defaultMostRejected = 0.5;

/** Reads the setting `EVIDENCE_MOST_REJECTED`; an empty one is none. */
export const mostRejectedSetting = z
  .string()
  .regex(/^(|0|1|0?\.\d+)$/, 'expected a share, 0 to 1')
  .transform((text) => (text === '' ? undefined : Number(text)))
  .optional();

/**
 * The day through which an organisation's data are proven to be complete; null where no day is. Counts prove the months
 * that they are of; of other data each kind of file that has said anything to the ledger has to name a day, and the earliest
 * of these is proven. A file that had more of its rows rejected than the given share proves nothing.
 */
export function completeThroughOf(
  em: SqlEntityManager,
  { ofCounts, mostRejected = defaultMostRejected }: EvidenceOptions,
): Promise<string | null> {
  return ofCounts ? newestCountedDay(em) : earliestNamedDay(em, mostRejected);
}

async function earliestNamedDay(em: SqlEntityManager, mostRejected: number): Promise<string | null> {
  const [row] = await em.execute<{ day: string | null }[]>(
    `with fed as (
       select distinct split_part(evidence, ':', 1) as kind from ledger_entry
       union select distinct split_part(evidence, ':', 1) from ledger_activity
     ), named as (
       select kind, max(i.complete_through) filter (where i.rejected <= ?::float8 * i.read) as day
       from fed left join import_in_force i using (kind) group by kind
     )
     select case when bool_and(day is not null) then min(day) end::text as day from named`,
    [mostRejected],
  );
  return row?.day ?? null;
}

/** The last day of the newest month of which an organisation with counts only has any; null where there is none. */
async function newestCountedDay(em: SqlEntityManager): Promise<string | null> {
  const [row]: { month: string | null }[] = await em.execute(`select max(month) as month from ledger_month`);
  return row?.month ? lastDayOf(row.month) : null;
}
