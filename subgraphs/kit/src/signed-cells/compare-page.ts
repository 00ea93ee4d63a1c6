import type { SqlEntityManager } from '@mikro-orm/sql';
import { zeroPublished, type ReleaseHeader } from '@hub/protocol';
import { type CellTables, ofOrganisation } from './cell-tables.js';

/** A stored cell that differs from the signed one. */
export interface CellDifference {
  readonly goal: string;
  readonly place: string;
  readonly month: string;
  /** The stored values: people at least and at most, and occurrences; null where there is no such cell. */
  readonly stored: string | null;
  /** The signed values; null where there was no such cell. */
  readonly signed: string | null;
}

/** The key of a cell, by which pages are sorted. */
type Key = readonly [goal: string, place: string, from: string, month: string];

/** A page of a release, and the cells at its bounds. */
export interface PageOfRelease {
  readonly header: ReleaseHeader;
  readonly position: number;
  /** The last cell of the page before; undefined for the first. */
  readonly after: Key | undefined;
}

/** How many different cells are reported. */
const mostListed = 20;

/**
 * Whether a page matches its header, and its last cell; PostgreSQL computes both, so that this process is not blocked.
 */
export async function lookAtPage(
  em: SqlEntityManager,
  tables: CellTables,
  { header: { organisation, number, pages }, position }: PageOfRelease,
): Promise<{ readonly isSigned: boolean; readonly last: Key | undefined }> {
  const [row]: { digest: string }[] = await em.execute(
    `select translate(encode(sha256(convert_to(t.content, 'UTF8')), 'base64'), '+/=', '-_') as digest
     from ${tables.pages} t where ${ofOrganisation(tables, 't')} and t.number = ? and t.position = ?`,
    [organisation, number, position],
  );
  if (row?.digest !== pages[position]?.digest) return { isSigned: false, last: undefined };
  const [end]: { last: [...Key] }[] = await em.execute(
    `select t.content::json -> -1 as last from ${tables.pages} t
     where ${ofOrganisation(tables, 't')} and t.number = ? and t.position = ?`,
    [organisation, number, position],
  );
  const [goal = '', place = '', from = '', month = ''] = end?.last ?? [];
  return { isSigned: true, last: [goal, place, from, month] };
}

/**
 * Compares the stored cells within a signed page: the cells that the release added, ended or left. Where no page of any
 * release differs, the stored cells equal the cells of all releases.
 * @param last the page's last cell; undefined for the release's last page, or a release without pages.
 */
export function comparePage(
  em: SqlEntityManager,
  tables: CellTables,
  { header: { organisation, number, kind }, position, after }: PageOfRelease,
  last: Key | undefined,
): Promise<CellDifference[]> {
  const isOf = ofOrganisation(tables, 'r');
  const key = '(r.goal_code collate "C", r.place_code collate "C", r.place_from, r.month collate "C")';
  const within = [
    isOf,
    ...(after ? [`${key} > (?, ?, ?::date, ?)`] : []),
    ...(last ? [`${key} <= (?, ?, ?::date, ?)`] : []),
  ];
  const ofPage = [organisation, ...(after ?? []), ...(last ?? [])];
  const isSameCell = '(n.g, n.c, n.f, n.m) = (r.goal_code, r.place_code, r.place_from, r.month)';
  const isSameFigure = '(n.p, n.a, n.o) = (r.people, r.at_most, r.occurrences)';
  const isHeld = 'r.from_number <= ? and (r.until_number is null or r.until_number > ?)';
  const stored = `r.people || '–' || r.at_most || ', ' || r.occurrences`;
  const signed = `n.p || '–' || n.a || ', ' || n.o`;
  const fromTable = (isWrong: string) =>
    `select r.goal_code as goal, r.place_code as place, r.month, ${stored} as stored, ${signed} as signed
     from ${tables.cells} r left join said n on ${isSameCell} where ${within.join(' and ')} and ${isWrong}`;
  // An added cell must equal the release's; an ended cell must differ from the release's or, in a full release, be
  // absent from it; and a full release leaves no other cells.
  const wrong: [string, readonly unknown[]][] = [
    [`r.from_number = ? and (n.g is null or n.nobody or not ${isSameFigure})`, [number]],
    [
      kind === 'FULL'
        ? `r.until_number = ? and ${isSameFigure}`
        : `r.until_number = ? and (n.g is null or ${isSameFigure})`,
      [number],
    ],
    ...(kind === 'FULL' ? ([[`${isHeld} and n.g is null`, [number, number]]] as [string, readonly unknown[]][]) : []),
  ];
  return em.execute(
    `with said as materialized (
       select e ->> 0 as g, e ->> 1 as c, (e ->> 2)::date as f, e ->> 3 as m,
         (e ->> 4)::int as p, (e ->> 5)::int as a, (e ->> 6)::int as o,
         (e ->> 4)::int = 0 and (e ->> 5)::int <= ${zeroPublished.atMost} and (e ->> 6)::int = 0 as nobody
       from ${tables.pages} t, json_array_elements(t.content::json) e
       where ${ofOrganisation(tables, 't')} and t.number = ? and t.position = ?)
     ${wrong.map(([condition]) => fromTable(condition)).join('\n union all ')}
     union all
     select n.g, n.c, n.m, h.stored, case when n.nobody then null else ${signed} end
     from said n cross join lateral (
       select count(*) as cells, min(${stored}) as stored, bool_and(${isSameFigure}) as "isSame"
       from ${tables.cells} r where ${isOf} and ${isSameCell} and ${isHeld}) h
     where h.cells <> case when n.nobody then 0 else 1 end or not coalesce(h."isSame", true)
     limit ${mostListed}`,
    [
      ...[organisation, number, position],
      ...wrong.flatMap(([, parameters]) => [...ofPage, ...parameters]),
      ...[organisation, number, number],
    ],
  );
}

/** Cells with the numbers of missing releases. */
export function strayCells(em: SqlEntityManager, tables: CellTables, organisation: string): Promise<CellDifference[]> {
  const isThere = (column: string) =>
    `exists (select from ${tables.releases} t where ${ofOrganisation(tables, 't')} and t.number = r.${column})`;
  return em.execute(
    `select r.goal_code as goal, r.place_code as place, r.month,
       r.people || '–' || r.at_most || ', ' || r.occurrences as stored, null as signed
     from ${tables.cells} r
     where ${ofOrganisation(tables, 'r')}
       and (not ${isThere('from_number')} or (r.until_number is not null and not ${isThere('until_number')}))
     limit ${mostListed}`,
    [organisation, organisation, organisation],
  );
}
