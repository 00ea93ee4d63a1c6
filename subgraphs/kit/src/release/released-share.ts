import { dayInProvince, endOfDayInProvince, type PeriodRange, parsePeriod } from '@hub/schema';
import type { SubgraphContext } from '../context.js';
import type { Contribution, ProgressKey } from '../ledger/contribution.js';
import { ledgerState } from '../ledger/live-share.js';
import { defineLoader } from '../loader.js';
import { placeLoader } from '../places/place.loader.js';
import { newestRelease, releaseAt, type StoredRelease } from './release-store.js';

/** A share as it was known on a day; as it is known now where there is no day. */
export interface KnownKey extends ProgressKey {
  readonly asKnownOn: string | null;
}

/** The release that was the current one at the end of a day, or is `now`; null before any. */
const releaseLoader = defineLoader<string, StoredRelease | null>(async (days, em) => {
  const found: (StoredRelease | undefined)[] = [];
  for (const day of days) {
    found.push(day === 'now' ? await newestRelease(em) : await releaseAt(em, new Date(endOfDayInProvince(day))));
  }
  return found.map((release) => release ?? null);
});

/** What is looked for among the cells of a release. */
interface CellsKey {
  readonly number: number;
  readonly goal: string;
  readonly code: string;
  /** The place's first day; null for the root place, of which there is one cell alone. */
  readonly from: string | null;
  readonly first: string;
  readonly last: string;
}

interface Figures {
  readonly people: number | null;
  readonly occurrences: number | null;
  readonly suppressed: boolean;
}

/** People of the last month, occurrences of all; one statement for any number of keys. */
const figuresLoader = defineLoader<CellsKey, Figures>(
  async (keys, em) => {
    const rows = await em.execute<(Figures & { readonly position: number })[]>(
      `select k.position,
         case when bool_or(c.people is null) filter (where c.month = k.last) then null
           else coalesce(max(c.people) filter (where c.month = k.last), 0) end as people,
         case when bool_or(c.occurrences is null) then null else sum(c.occurrences)::int end as occurrences,
         bool_or(c.occurrences is null) as suppressed
       from json_to_recordset(?::json) as k(position int, number int, goal text, code text, "from" date, first text,
         last text)
       join release_cell c on c.goal_code = k.goal and c.place_code = k.code
         and (k."from" is null or c.place_from = k."from") and c.month between k.first and k.last
         and c.from_number <= k.number and (c.until_number is null or c.until_number > k.number)
       group by k.position`,
      [JSON.stringify(keys.map((key, position) => ({ ...key, position })))],
    );
    const byPosition = new Map(rows.map(({ position, ...figures }) => [position, figures]));
    return keys.map((_key, position) => byPosition.get(position) ?? nobody);
  },
  ({ number, goal, code, from, first, last }) => [number, goal, code, from, first, last].join(' '),
);

const nobody: Figures = { people: 0, occurrences: 0, suppressed: false };
const unknown: Figures = { people: null, occurrences: null, suppressed: false };

/** What an organisation has published of one key. Where nothing is known, the figures are null; 0 is 0. */
export async function releasedShare(key: KnownKey, context: SubgraphContext): Promise<Contribution> {
  const release = await releaseLoader(context).load(key.asKnownOn ?? 'now');
  if (!release) {
    const state = await ledgerState(context).load('ledger');
    return { ...unknown, ...state, through: null, release: null, withdrawn: false };
  }
  const { number, through, madeAt, demonstration, withdrawn } = release;
  return {
    ...(await figuresOf(key, release, context)),
    ...{ asOf: madeAt, demonstration, through, release: number, withdrawn: withdrawn !== null },
  };
}

async function figuresOf(key: KnownKey, release: StoredRelease, context: SubgraphContext): Promise<Figures> {
  const range = parsePeriod(key.period);
  const newest = release.through.slice(0, 7);
  if (range.firstMonth > newest) return unknown;
  const isRoot = key.communeCode === context.rootPlace;
  const place = isRoot ? null : await placeLoader(context).load({ code: key.communeCode });
  if (place && place.validFrom > standsOn(range, context)) return unknown;
  return figuresLoader(context).load({
    number: release.number,
    goal: key.goalCode,
    code: place?.code ?? key.communeCode,
    from: place?.validFrom ?? null,
    first: range.firstMonth,
    last: range.lastMonth < newest ? range.lastMonth : newest,
  });
}

/** The day at which a period stands: its last, or today while it is not over. */
function standsOn({ lastDay }: PeriodRange, { now }: SubgraphContext): string {
  const today = dayInProvince(now());
  return lastDay < today ? lastDay : today;
}
