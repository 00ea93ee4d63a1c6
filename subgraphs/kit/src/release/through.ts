import { dayBefore, dayInProvince, lastDayOf } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { ReleaseError } from './release-error.js';

/** The days of a release. */
export interface ReleaseDays {
  /** The last day for which its data are complete; null without evidence. */
  readonly through: string | null;
  /** The last day of counted facts: the requested or proven day, else yesterday; never before the former release's. */
  readonly until: string;
}

/** The inputs for choosing the days of a release. */
export interface DaysOptions {
  /** The day that the operator requested. */
  readonly asked: string | undefined;
  /** The day that imports or counts prove; see `evidenceOf`. */
  readonly proven: string | null;
  /** The days of the former release. */
  readonly former: ReleaseDays | undefined;
  readonly now: Date;
}

/**
 * Chooses the days of a release. It is complete through the requested day, or else through the proven day, and later
 * facts do not count; without either, that day is unknown, and facts until yesterday count. Neither day is ever before
 * the former release's.
 * @throws ReleaseError `FUTURE_THROUGH` or `THROUGH_WENT_BACK`, for a requested day.
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

/** The inputs for finding the last complete day of an organisation's data. */
export interface EvidenceOptions {
  /** Whether the organisation has no records, only counts of whole months. */
  readonly ofCounts: boolean;
  /** The kinds of files with claims about goals, whether or not one was imported; see `kindsThatFeed`. */
  readonly feeding: readonly string[];
  /** The largest share of rejected rows with which a file still proves a day; default: `defaultMostRejected`. */
  readonly mostRejected?: number | undefined;
}

/** The evidence of the last complete day of an organisation's data. */
export interface Evidence {
  /** That day; null without evidence. */
  readonly day: string | null;
  /** Each kind of file with claims about goals, and its last proven day; null without evidence. */
  readonly kinds: readonly { readonly kind: string; readonly day: string | null }[];
}

/** The default of the largest share of rejected rows with which a file proves its last complete day. */
export const defaultMostRejected = 0.5;

/** Reads the setting `EVIDENCE_MOST_REJECTED`; an empty one means the default. */
export const mostRejectedSetting = z
  .string()
  .regex(/^(|0|1|0?\.\d+)$/, 'expected a share, 0 to 1')
  .transform((text) => (text === '' ? undefined : Number(text)))
  .optional();

/**
 * Finds the last day for which an organisation's data are proven to be complete. Counts prove their months. For other
 * data, each kind of file with claims about goals must name a day, and the earliest of these is proven: a kind without
 * a file may have any claims, and a file without rows proves that there are none. A file with a larger share of
 * rejected rows proves no day.
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

/** Kinds of files that no longer feed goals, but made claims to the ledger before. */
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

/** The last day of the newest month with counts, of an organisation with counts only; null where there is none. */
async function newestCountedDay(em: SqlEntityManager): Promise<string | null> {
  const [row]: { month: string | null }[] = await em.execute(`select max(month) as month from ledger_month`);
  return row?.month ? lastDayOf(row.month) : null;
}
