import type { SqlEntityManager } from '@mikro-orm/sql';
import { executeBound } from '../database/own-connection.js';
import {
  type Cell,
  type CellChange,
  isEmptyCell as isEmpty,
  type Page,
  type ReleaseHeader,
  type ReleaseStanding,
  untilOf,
} from '@hub/protocol';

/** A row of the table of releases. */
export interface StoredRelease {
  readonly number: number;
  /** The canonical text. */
  readonly header: string;
  /** A detached JWS over it. */
  readonly signature: string;
  /** Its digest. */
  readonly hash: string;
  readonly kind: ReleaseHeader['kind'];
  readonly madeAt: Date;
  /** The time of storing: later than `madeAt` only for a made-up release of a day of the past. */
  readonly keptAt: Date;
  readonly madeBy: ReleaseHeader['madeBy'];
  /** The day through which it is complete; null without evidence. */
  readonly through: string | null;
  /** The last day of counted facts. */
  readonly until: string;
  readonly demonstration: boolean;
  /** The reason of its withdrawal by a later release; null where there is none. */
  readonly withdrawn: string | null;
  /** The movement's decision on it, with the reason; null without one. */
  readonly standing: ReleaseStanding | null;
  readonly standingReason: string | null;
}

type Row = Omit<StoredRelease, 'madeAt' | 'keptAt'> & Readonly<Record<'madeAt' | 'keptAt', string | Date>>;

/** Reads releases in either order. */
async function read(em: SqlEntityManager, condition: string, values: readonly unknown[]): Promise<StoredRelease[]> {
  const rows: Row[] = await em.execute(
    `select r.number, r.header, r.signature, r.hash, r.kind, r.made_at as "madeAt", r.kept_at as "keptAt", r.made_by as "madeBy",
       r.header::json ->> 'through' as through, coalesce(r.header::json ->> 'until', r.header::json ->> 'through') as until,
       (r.header::json ->> 'demonstration')::boolean as demonstration, w.withdrawn_reason as withdrawn,
       n.state as standing, n.reason as "standingReason"
     from release r left join release w on w.withdraws = r.number left join release_notice n on n.number = r.number ${condition}`,
    values,
  );
  return rows.map((row) => ({ ...row, madeAt: new Date(row.madeAt), keptAt: new Date(row.keptAt) }));
}

/** The newest release, which is the current one; undefined before any. */
export async function newestRelease(em: SqlEntityManager): Promise<StoredRelease | undefined> {
  const [release] = await read(em, `order by r.number desc limit 1`, []);
  return release;
}

/**
 * The newest release without a withdrawal, other than the given one; undefined where there is none. A withdrawal does
 * not count: its cells are an earlier release's, which may be withdrawn later.
 */
export async function newestValidRelease(em: SqlEntityManager, except: number): Promise<StoredRelease | undefined> {
  const condition = `where w.number is null and r.withdraws is null and r.number <> ?`;
  const [release] = await read(em, `${condition} order by r.number desc limit 1`, [except]);
  return release;
}

/** A release by its number. */
export async function releaseOf(em: SqlEntityManager, number: number): Promise<StoredRelease | undefined> {
  const [release] = await read(em, `where r.number = ?`, [number]);
  return release;
}

/** The releases after a number, in order. */
export function releasesAfter(em: SqlEntityManager, number: number, count: number): Promise<StoredRelease[]> {
  return read(em, `where r.number > ? order by r.number limit ?`, [number, count]);
}

/**
 * Whether any imported file is in no release: also a file whose import began before the newest release and ended after
 * it.
 */
export async function hasUnreleasedImports(em: SqlEntityManager): Promise<boolean> {
  const [row]: { found: boolean }[] = await em.execute(
    `select exists (select from import_change i where not exists (select from released_import r where r.run = i.id)) as found`,
  );
  return row?.found ?? false;
}

/** Notes that a release has read the imported files that its transaction sees. */
export async function noteReleasedImports(em: SqlEntityManager, number: number): Promise<void> {
  await em.execute(
    `insert into released_import (run, number)
     select id, ? from import_change i where not exists (select from released_import r where r.run = i.id)`,
    [number],
  );
}

/** Whether a release claims a day of the past, for the demonstration. */
export function isMadeUp({ madeAt, keptAt }: StoredRelease): boolean {
  return keptAt.getTime() - madeAt.getTime() > 3_600_000;
}

/** Whether made-up files were imported. */
export async function hasDemonstrationImports(em: SqlEntityManager): Promise<boolean> {
  const [row]: { found: boolean }[] = await em.execute(
    `select exists (select from import_in_force where demonstration) as found`,
  );
  return row?.found ?? false;
}

/** The newest releases, the newest first. */
export function newestReleases(em: SqlEntityManager, count: number): Promise<StoredRelease[]> {
  return read(em, `order by r.number desc limit ?`, [count]);
}

/** A page's text; null where the release has no such page. */
export async function pageOf(em: SqlEntityManager, number: number, position: number): Promise<string | null> {
  const [row]: { content: string }[] = await em.execute(
    `select content from release_page where number = ? and position = ?`,
    [number, position],
  );
  return row?.content ?? null;
}

/** The goals with cells in any release. */
export async function goalsInReleases(em: SqlEntityManager): Promise<string[]> {
  const rows: { goal: string }[] = await em.execute(`select distinct goal_code as goal from release_cell`);
  return rows.map(({ goal }) => goal);
}

/** The cells of a goal that were current at a release. */
export async function cellsOf(em: SqlEntityManager, number: number, goal: string): Promise<Cell[]> {
  const rows: { cell: Cell }[] = await em.execute(
    `select json_build_array(goal_code, place_code, place_from::text, month, people, at_most, occurrences) as cell
     from release_cell where goal_code = ? and from_number <= ? and (until_number is null or until_number > ?)`,
    [goal, number, number],
  );
  return rows.map(({ cell }) => cell);
}

/** A release to store. */
export interface NewRelease {
  readonly header: ReleaseHeader;
  readonly text: string;
  readonly signature: string;
  readonly hash: string;
  readonly pages: readonly Page[];
  readonly changes: readonly CellChange[];
}

/** How many cells are written at a time. */
const batchSize = 1_000;

/** Stores a release, in the transaction of the given entity manager. */
export async function keepRelease(em: SqlEntityManager, release: NewRelease): Promise<void> {
  const { header, text, signature, hash, pages, changes } = release;
  const [withdrawal] = header.withdraws;
  const { number, kind, madeAt, madeBy, demonstration } = header;
  await em.execute(
    `insert into release (number, header, signature, hash, kind, made_at, made_by, through, demonstration, withdraws,
       withdrawn_reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[number, text, signature, hash, kind, madeAt, madeBy, untilOf(header), demonstration],
      ...[withdrawal?.number ?? null, withdrawal?.reason ?? null],
    ],
  );
  for (const [position, page] of pages.entries()) {
    await executeBound(em, `insert into release_page (number, position, content) values ($1, $2, $3)`, [
      number,
      position,
      page.text,
    ]);
  }
  for (let start = 0; start < changes.length; start += batchSize) {
    const batch = changes.slice(start, start + batchSize).map(({ to }) => to);
    await replaceCells(em, number, batch);
  }
}

const columns = `as r(goal text, code text, "from" date, month text, people int, "atMost" int, occurrences int)`;

async function replaceCells(em: SqlEntityManager, number: number, cells: readonly Cell[]): Promise<void> {
  const asRows = (some: readonly Cell[]) =>
    JSON.stringify(
      some.map(([goal, code, from, month, people, atMost, occurrences]) => ({
        ...{ goal, code, from, month, people, atMost, occurrences },
      })),
    );
  await executeBound(
    em,
    `update release_cell c set until_number = $1 from json_to_recordset($2) ${columns}
     where c.until_number is null
       and (c.goal_code, c.place_code, c.place_from, c.month) = (r.goal, r.code, r."from", r.month)`,
    [number, asRows(cells)],
  );
  await executeBound(
    em,
    `insert into release_cell (goal_code, place_code, place_from, month, from_number, people, at_most, occurrences)
     select r.goal, r.code, r."from", r.month, $1, r.people, r."atMost", r.occurrences from json_to_recordset($2) ${columns}`,
    [number, asRows(cells.filter((cell) => !isEmpty(cell)))],
  );
}
