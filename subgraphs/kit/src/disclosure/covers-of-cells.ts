import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { decidedCounts } from './decided-counts.js';
import type { PeopleTable } from './people-table.js';
import { zeroPublished, type PublishedCount } from '@hub/protocol';

/** Published counts that together contain everybody of a cell: the sums of their lower and of their upper values. */
export interface Cover extends PublishedCount {
  /** How many counts there are. */
  readonly number: number;
  /** Each of the counts; present only for cells of the root place. */
  readonly each?: readonly PublishedCount[] | undefined;
}

/** The published counts that contain the people and occurrences of a release's cells. */
export interface CoversOfCells {
  /**
   * The counts with the occurrences of a month, by place in the form of `placeOf`: each cover contains all of the
   * place's occurrences. A place lacks a cover if some of its occurrences are in no count.
   */
  readonly occurrencesIn: (goal: string, month: string) => ReadonlyMap<string, readonly Cover[]>;
  /**
   * The counts with the people of a goal's cells of a commune (in the form of `placeOf`), or of the root place without
   * one; each cover contains all of them.
   */
  readonly figuresOf: (goal: string, place?: string) => readonly Cover[];
}

/** The key of a cell's place in `occurrencesIn`. */
export const placeOf = ({ code, from }: Pick<LedgerCell, 'code' | 'from'>): string => `${code} ${from}`;

/** Combines several counts into a cover. */
export function coverOf(each: readonly PublishedCount[]): Cover {
  return {
    people: each.reduce((sum, { people }) => sum + people, 0),
    atMost: each.reduce((sum, { atMost }) => sum + atMost, 0),
    number: each.length,
    each,
  };
}

/** A cover as a statement selects it, and the cells that it covers. */
interface CoverRow extends Pick<LedgerCell, 'goal' | 'code' | 'from'> {
  readonly month: string;
  readonly people: number;
  readonly atMost: number;
  readonly number: number;
  /** Each count's key and decided values; present for the root place alone. */
  readonly each: (readonly [key: string, people: number, atMost: number])[] | null;
  readonly isWhole: boolean;
}

/**
 * Reads the published counts behind the cells of a release that is complete through a day, according to an
 * organisation's tables. The database adds up the values that `decideCounts` decided.
 */
export async function coversOfCells(
  em: SqlEntityManager,
  { tables, rootPlace }: { readonly tables: readonly PeopleTable[]; readonly rootPlace: string },
  through: string,
): Promise<CoversOfCells> {
  const occurrences = new Map<string, Map<string, Cover[]>>();
  for (const declared of tables.flatMap((table) => table.occurrences ?? [])) {
    for (const row of await em.execute<CoverRow[]>(occurrencesStatement(declared), [
      through,
      through,
      rootPlace,
      rootPlace,
    ])) {
      const name = `${row.goal} ${row.month}`;
      const covers = occurrences.get(name) ?? new Map<string, Cover[]>();
      occurrences.set(name, covers);
      const place = placeOf(row);
      covers.set(place, [...(covers.get(place) ?? []), ...(row.isWhole ? [coverIn(row)] : [])]);
    }
  }
  const figures = new Map<string, Cover[]>();
  for (const declared of tables.flatMap((table) => table.figures ?? [])) {
    for (const row of await em.execute<CoverRow[]>(figuresStatement(declared), [rootPlace])) {
      const name = `${row.goal} ${row.code === '' ? '' : placeOf(row)}`;
      figures.set(name, [...(figures.get(name) ?? []), coverIn(row)]);
    }
  }
  return {
    occurrencesIn: (goal, month) => occurrences.get(`${goal} ${month}`) ?? new Map(),
    figuresOf: (goal, place = '') => figures.get(`${goal} ${place}`) ?? [],
  };
}

function coverIn({ people, atMost, number, each }: CoverRow): Cover {
  each?.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    people,
    atMost,
    number,
    ...(each && { each: each.map(([, some, most]) => ({ people: some, atMost: most })) }),
  };
}

/** The sums of the decided values of the counts `p`; a count without a row has the values of an empty count. */
const summed = `
  coalesce(sum(coalesce(n.people, ${zeroPublished.people})), 0)::int as people,
  coalesce(sum(coalesce(n.at_most, ${zeroPublished.atMost})), 0)::int as "atMost", count(*)::int as number`;
const decided = `left join ${decidedCounts} n on (n.measure, n.subject, n.place, n.month) = (p.measure, p.subject, p.place, p.month)`;

/** The activities up to a day, in the places where `ledgerCells` counts them, and the counts that contain them. */
const occurrencesStatement = (declared: string) => `
  with declared as (${declared}), activity as (
    select a.evidence, a.goal_code, coalesce(w.whole_code, a.commune_code) as code,
      coalesce(w.whole_from, a.commune_from) as since, to_char(a.occurred_on, 'YYYY-MM') as month
    from ledger_activity a left join place_part w on (w.code, w.valid_from) = (a.commune_code, a.commune_from)
      and least((date_trunc('month', a.occurred_on::timestamp) + interval '1 month' - interval '1 day')::date, ?::date)
        between w.whole_from and w.whole_until
    where a.occurred_on <= ?::date
  ), p as (
    select distinct a.goal_code as goal, a.code, a.since, a.month as "cellMonth", d.measure,
      coalesce(d.subject, '') as subject, coalesce(d.place, ?) as place, coalesce(d.month, '') as month
    from activity a left join declared d using (evidence)
  )
  select p.goal, p.code, p.since::text as "from", p."cellMonth" as month, ${summed},
    bool_and(p.measure is not null) as "isWhole",
    json_agg(json_build_array(concat_ws(' ', p.measure, p.subject, p.place, p.month), coalesce(n.people, ${zeroPublished.people}),
      coalesce(n.at_most, ${zeroPublished.atMost}))) filter (where p.code = ?) as each
  from p ${decided} group by p.goal, p.code, p.since, p."cellMonth"`;

/** The counts of a goal's figures, each once. A place that became wholly part of another is counted there. */
const figuresStatement = (declared: string) => `
  with declared as (select to_jsonb(d) as row from (${declared}) d), given as (
    select row ->> 'goal' as goal, coalesce(row ->> 'code', '') as code, coalesce(row ->> 'from', '') as since,
      row ->> 'measure' as measure, row ->> 'subject' as subject, coalesce(row ->> 'place', ?) as place, row ->> 'month' as month
    from declared
  ), p as (
    select goal, code, since, measure, subject, place, month from given
    union
    select g.goal, w.whole_code, w.whole_from::text, g.measure, g.subject, g.place, g.month
    from given g join place_part w on (w.code, w.valid_from::text) = (g.code, g.since)
  )
  select p.goal, p.code, p.since as "from", '' as month, ${summed}, true as "isWhole", null as each
  from p ${decided} group by p.goal, p.code, p.since`;
