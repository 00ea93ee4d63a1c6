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
  /** The day that imports or counts prove; see `evidenceOf`. */
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

/** By what it is known through which day an organisation's data are complete. */
export interface EvidenceOptions {
  /** Whether the organisation has counts only, for whole months. */
  readonly ofCounts: boolean;
  /** The kinds of files that say something of goals, whether any has come in or not; see `kindsThatFeed`. */
  readonly feeding: readonly string[];
  /** The largest share of rejected rows with which a file proves anything; `defaultMostRejected` unless told. */
  readonly mostRejected?: number | undefined;
}

/** What proves through which day an organisation's data are complete. */
export interface Evidence {
  /** That day; null where nothing proves any. */
  readonly day: string | null;
  /** Each kind of file that says something of goals, and through which day it is proven to be; null where none is. */
  readonly kinds: readonly { readonly kind: string; readonly day: string | null }[];
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
 * Through which day an organisation's data are proven to be complete. Counts prove the months that they are of; of other
 * data each kind of file that says something of goals has to name a day, and the earliest of these is proven: one that
 * never came may say anything, and a file without rows says that there is nothing. A file that had more of its rows
 * rejected than the given share proves nothing.
 */
export async function evidenceOf(em: SqlEntityManager, options: EvidenceOptions): Promise<Evidence> {
  if (options.ofCounts) return { day: await newestCountedDay(em), kinds: [] };
  const kinds = await namedDays(em, options);
  const days = kinds.flatMap(({ day }) => day ?? []);
  return { day: days.length === kinds.length ? (days.sort()[0] ?? null) : null, kinds };
}

async function namedDays(
  em: SqlEntityManager,
  { feeding, mostRejected = defaultMostRejected }: EvidenceOptions,
): Promise<Evidence['kinds'][number][]> {
  return em.execute(
    `select kind, max(i.complete_through) filter (where i.rejected <= ?::float8 * i.read)::text as day
     from json_array_elements_text(?::json) as fed(kind) left join import_in_force i using (kind) group by kind order by kind`,
    [mostRejected, JSON.stringify([...feeding, ...(await fedBefore(em, feeding))])],
  );
}

/** Kinds of files that feed goals no more, and have said something to the ledger before. */
async function fedBefore(em: SqlEntityManager, feeding: readonly string[]): Promise<string[]> {
  const rows = await em.execute<{ kind: string }[]>(`select distinct kind from import_run`);
  const others = rows.map(({ kind }) => kind).filter((kind) => !feeding.includes(kind));
  const found: string[] = [];
  for (const kind of others) {
    const evidence = `${kind}:`;
    const [row] = await em.execute<{ feeds: boolean }[]>(
      `select exists (select from ledger_entry where evidence ^@ ?)
         or exists (select from ledger_activity where evidence ^@ ?) as feeds`,
      [evidence, evidence],
    );
    if (row?.feeds) found.push(kind);
  }
  return found;
}

/** The last day of the newest month of which an organisation with counts only has any; null where there is none. */
async function newestCountedDay(em: SqlEntityManager): Promise<string | null> {
  const [row]: { month: string | null }[] = await em.execute(`select max(month) as month from ledger_month`);
  return row?.month ? lastDayOf(row.month) : null;
}
