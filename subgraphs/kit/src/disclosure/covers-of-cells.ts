import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LedgerCell } from '../release/ledger-cells.js';
import type { CountKey, PartOfFigure, PeopleTable } from './people-table.js';
import { countKey } from './publish-counts.js';
import { nobodyPublished, type PublishedCount } from './published-count.js';

/** What is published of an organisation's counts beside its release, by `countKey`. */
export type PublishedCounts = ReadonlyMap<string, PublishedCount>;

/** Published counts that together have everybody of a cell. */
export type Cover = readonly PublishedCount[];

/** What is published beside a release of that which its cells are sums of. */
export interface CoversOfCells {
  /** The counts that have the turns of a cell; each cover has all of them. */
  readonly turnsOf: (cell: Pick<LedgerCell, 'goal' | 'code' | 'from' | 'month'>) => readonly Cover[];
  /** The counts that have the people of the root place's cells of a goal; each cover has all of them. */
  readonly figuresOf: (goal: string) => readonly Cover[];
}

/** An activity's cell, and the published count that the activity is in; nulls where it is declared to be in none. */
interface Turns extends Pick<LedgerCell, 'goal' | 'code' | 'from'> {
  readonly cellMonth: string;
  readonly measure: string | null;
  readonly subject: string | null;
  readonly place: string | null;
  readonly month: string | null;
}

/**
 * Reads which published counts the cells of a release that is complete through a day are made of, as the tables of an
 * organisation declare it.
 */
export async function coversOfCells(
  em: SqlEntityManager,
  { tables, rootPlace }: { readonly tables: readonly PeopleTable[]; readonly rootPlace: string },
  published: PublishedCounts,
  through: string,
): Promise<CoversOfCells> {
  const turns = new Map<string, Cover[]>();
  for (const declared of tables.flatMap((table) => table.turns ?? [])) {
    const rows = await em.execute<Turns[]>(statementOf(declared), [through, through]);
    for (const [cell, parts] of Map.groupBy(rows, cellKeyOf)) {
      const cover = parts.flatMap(({ measure, subject, place, month }): CountKey[] =>
        measure === null ? [] : [{ measure, subject: subject ?? '', place: place ?? rootPlace, month: month ?? '' }],
      );
      // What has no count of its own is narrowed by nothing, and bounds nothing.
      if (cover.length === parts.length) turns.set(cell, [...(turns.get(cell) ?? []), saidOf(cover, published)]);
    }
  }
  const figures = new Map<string, Cover[]>();
  for (const declared of tables.flatMap((table) => table.figures ?? [])) {
    const rows = await em.execute<(Omit<PartOfFigure, 'place'> & { readonly place: string | null })[]>(declared);
    for (const [goal, parts] of Map.groupBy(rows, (row) => row.goal)) {
      const cover = parts.map((part) => ({ ...part, place: part.place ?? rootPlace }));
      figures.set(goal, [...(figures.get(goal) ?? []), saidOf(cover, published)]);
    }
  }
  return {
    turnsOf: ({ goal, code, from, month }) => turns.get(`${goal} ${code} ${from} ${month}`) ?? [],
    figuresOf: (goal) => figures.get(goal) ?? [],
  };
}

const cellKeyOf = ({ goal, code, from, cellMonth }: Turns) => `${goal} ${code} ${from} ${cellMonth}`;

function saidOf(keys: readonly CountKey[], published: PublishedCounts): Cover {
  return keys.map((key) => published.get(countKey(key)) ?? nobodyPublished);
}

/** The activities up to a day, in the places in which `ledgerCells` counts them. */
const statementOf = (declared: string) => `
  with declared as (${declared}), activity as (
    select a.evidence, a.goal_code, coalesce(w.whole_code, a.commune_code) as code,
      coalesce(w.whole_from, a.commune_from) as since, to_char(a.occurred_on, 'YYYY-MM') as month
    from ledger_activity a left join place_part w on (w.code, w.valid_from) = (a.commune_code, a.commune_from)
      and least((date_trunc('month', a.occurred_on::timestamp) + interval '1 month' - interval '1 day')::date, ?::date)
        between w.whole_from and w.whole_until
    where a.occurred_on <= ?::date
  )
  select distinct a.goal_code as goal, a.code, a.since::text as "from", a.month as "cellMonth", d.measure, d.subject,
    d.place, d.month
  from activity a left join declared d using (evidence)`;
