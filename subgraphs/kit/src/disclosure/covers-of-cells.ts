import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LedgerCell } from '../release/ledger-cells.js';
import type { CountKey, PartOfFigure, PeopleTable } from './people-table.js';
import { countKey } from './count-key.js';
import { nobodyPublished, type PublishedCount } from './published-count.js';

/** What is published of an organisation's counts beside its release, by `countKey`. */
export type PublishedCounts = ReadonlyMap<string, PublishedCount>;

/** Published counts that together have everybody of a cell. */
export type Cover = readonly PublishedCount[];

/** What is published beside a release of that which its cells are sums of. */
export interface CoversOfCells {
  /**
   * The counts that have the turns of a month, by place, as `placeOf` names it: each cover has all of the place's. None for a
   * place of which some turns are in no count.
   */
  readonly turnsIn: (goal: string, month: string) => ReadonlyMap<string, readonly Cover[]>;
  /**
   * The counts that have the people of a goal's cells of a commune, as `placeOf` names it, or of the root place where none is
   * named; each cover has all of them.
   */
  readonly figuresOf: (goal: string, place?: string) => readonly Cover[];
}

/** As what a place of cells stands in `turnsIn`. */
export const placeOf = ({ code, from }: Pick<LedgerCell, 'code' | 'from'>): string => `${code} ${from}`;

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
  const turns = new Map<string, Map<string, Cover[]>>();
  for (const declared of tables.flatMap((table) => table.turns ?? [])) {
    const rows = await em.execute<Turns[]>(statementOf(declared), [through, through]);
    for (const [month, ofMonth] of Map.groupBy(rows, ({ goal, cellMonth }) => `${goal} ${cellMonth}`)) {
      const covers = turns.get(month) ?? new Map<string, Cover[]>();
      turns.set(month, covers);
      for (const [place, parts] of Map.groupBy(ofMonth, placeOf)) {
        const cover = parts.flatMap(({ measure, subject, place: of, month: at }): CountKey[] =>
          measure === null ? [] : [{ measure, subject: subject ?? '', place: of ?? rootPlace, month: at ?? '' }],
        );
        const isWhole = cover.length === parts.length;
        covers.set(place, [...(covers.get(place) ?? []), ...(isWhole ? [saidOf(cover, published)] : [])]);
      }
    }
  }
  const figures = new Map<string, Cover[]>();
  const wholesOf = await wholesByPart(em);
  for (const declared of tables.flatMap((table) => table.figures ?? [])) {
    const rows = await em.execute<(Omit<PartOfFigure, 'place'> & { readonly place: string | null })[]>(declared);
    const parts = rows.flatMap(({ goal, code, from = '', place, ...key }) => {
      const own = code === undefined ? '' : placeOf({ code, from });
      const count: CountKey = { ...key, place: place ?? rootPlace };
      return [own, ...(wholesOf.get(own) ?? [])].map((of) => ({ figure: `${goal} ${of}`, count }));
    });
    for (const [figure, ofFigure] of Map.groupBy(parts, (part) => part.figure)) {
      const once = new Map(ofFigure.map(({ count }) => [countKey(count), count]));
      figures.set(figure, [...(figures.get(figure) ?? []), saidOf([...once.values()], published)]);
    }
  }
  return {
    turnsIn: (goal, month) => turns.get(`${goal} ${month}`) ?? new Map(),
    figuresOf: (goal, place = '') => figures.get(`${goal} ${place}`) ?? [],
  };
}

/** The places in which a place is counted once it went wholly into them, each as `placeOf` names it. */
async function wholesByPart(em: SqlEntityManager): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await em.execute<{ part: string; whole: string }[]>(
    `select code || ' ' || valid_from::text as part, whole_code || ' ' || whole_from::text as whole from place_part`,
  );
  const byPart = Map.groupBy(rows, ({ part }) => part);
  return new Map([...byPart].map(([part, ofPart]) => [part, ofPart.map(({ whole }) => whole)]));
}

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
