import { dayInProvince, endOfDayInProvince, parsePeriod } from '@hub/schema';
import type { SubgraphContext } from '../context.js';
import type { Contribution, ProgressKey } from '../ledger/contribution.js';
import { ledgerState } from '../ledger/ledger-state.js';
import { nobodyPublished } from '../disclosure/published-count.js';
import { defineLoader } from '../loader.js';
import { readPlaceCode } from '../places/place-code.js';
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
  /** The place, by its code on a day. */
  readonly code: string;
  readonly on: string;
  /** Whether the place must have the code on that very day; otherwise the last that had it by then is meant. */
  readonly exact: boolean;
  /** Whether it is the root place, of which there is one cell alone. */
  readonly isRoot: boolean;
  /** The day at which the period stands: a place that began only after it has no figures. */
  readonly standsOn: string;
  readonly first: string;
  readonly last: string;
}

interface Figures {
  readonly people: number | null;
  readonly atMost: number | null;
  readonly occurrences: number | null;
}

/**
 * People of the last month, occurrences of all of which figures are told: of a place that began within the period, those
 * since then. One statement for any number of keys.
 */
const figuresLoader = defineLoader<CellsKey, Figures>(
  async (keys, em) => {
    const rows = await em.execute<(Figures & { readonly position: number; readonly began_later: boolean })[]>(
      `with asked as (
         select k.*, p.valid_from from json_to_recordset(?::json) as k(position int, number int, goal text, code text,
           "on" date, exact boolean, "isRoot" boolean, "standsOn" date, first text, last text)
         left join lateral (
           select valid_from from place p where p.code = k.code and p.valid_from <= k."on"
             and (not k.exact or coalesce(p.valid_until, 'infinity') >= k."on")
           order by valid_from desc limit 1) p on not k."isRoot"
       )
       select k.position, k.valid_from > k."standsOn" as began_later,
         coalesce(max(c.people) filter (where c.month = k.last), ${nobodyPublished.people}) as people,
         coalesce(max(c.at_most) filter (where c.month = k.last), ${nobodyPublished.atMost}) as "atMost",
         coalesce(sum(c.occurrences) filter (
           where k."isRoot" or c.month >= to_char(k.valid_from, 'YYYY-MM')), 0)::int as occurrences
       from asked k left join release_cell c on c.goal_code = k.goal and c.place_code = k.code
         and (k."isRoot" or c.place_from = k.valid_from) and c.month between k.first and k.last
         and c.from_number <= k.number and (c.until_number is null or c.until_number > k.number)
       group by k.position, k.valid_from, k."standsOn"`,
      [JSON.stringify(keys.map((key, position) => ({ ...key, position })))],
    );
    const byPosition = new Map(rows.map(({ position, ...row }) => [position, row]));
    return keys.map((_key, position) => {
      const { began_later: beganLater, ...figures } = byPosition.get(position) ?? { began_later: true, ...unknown };
      return beganLater ? unknown : figures;
    });
  },
  (key) => Object.values(key).join(' '),
);

const unknown: Figures = { people: null, atMost: null, occurrences: null };

/** What an organisation has published of one key. Where nothing is known, the figures are null. */
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
  const newest = release.until.slice(0, 7);
  if (range.firstMonth > newest) return unknown;
  const today = dayInProvince(context.now());
  const { code, on } = readPlaceCode(key.communeCode);
  return figuresLoader(context).load({
    number: release.number,
    goal: key.goalCode,
    ...{ code, on: on ?? today, exact: on !== undefined, isRoot: key.communeCode === context.rootPlace },
    standsOn: range.lastDay < today ? range.lastDay : today,
    first: range.firstMonth,
    last: range.lastMonth < newest ? range.lastMonth : newest,
  });
}
