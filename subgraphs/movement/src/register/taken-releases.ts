import type { SubgraphContext } from '@hub/kit';
import { applyCells } from '@hub/kit/service';
import { type Cell, type ReleaseHeader, type ReleaseKeys, untilOf, verifyPage, verifyRelease } from '@hub/protocol';
import type { Finding } from '../pending/judge-cells.js';
import { notePending } from '../pending/pending-releases.js';
import { registerTables } from './register-tables.js';
import { noteSketches } from '../sketches/taken-sketches.js';
import { setAside } from './set-aside.js';

type Em = SubgraphContext['em'];

/** A release as an organisation offers it: the canonical text of its header, the detached JWS over it, its pages. */
export interface OfferedRelease {
  readonly header: string;
  readonly signature: string;
  readonly pages: readonly string[];
}

/** A release in the register. */
export interface TakenRelease {
  readonly organisation: string;
  readonly number: number;
  /** The id of the key that signed it. */
  readonly keyId: string;
  readonly kind: ReleaseHeader['kind'];
  /** The digest of its header. */
  readonly hash: string;
  /** When it was made, as RFC 3339. */
  readonly madeAt: string;
  /** When the register took it in. */
  readonly takenAt: Date;
  /** The last day through which its data is complete; null if none is proved. */
  readonly through: string | null;
  /** The last day that its data covers. */
  readonly until: string;
  readonly demonstration: boolean;
  /** Why a later release withdrew it; null if none did. */
  readonly withdrawnReason: string | null;
  /** The number of that later release. */
  readonly withdrawnBy: number | null;
  /** Whether it waits to be accepted, and does not count. */
  readonly isPending: boolean;
  /** When it was accepted, if it had to wait; null if it counts since it was made. */
  readonly acceptedAt: string | Date | null;
}

/** The number of each organisation's newest stored release. */
export function newestNumbers(em: Em): Promise<Map<string, number>> {
  return newestWhere(em, 'true');
}

/** The number of each organisation's newest release that counts; releases that wait do not. */
export function newestCounted(em: Em): Promise<Map<string, number>> {
  return newestWhere(em, 'p.number is null or p.accepted_at is not null');
}

async function newestWhere(em: Em, condition: string): Promise<Map<string, number>> {
  const rows: { organisation: string; number: number }[] = await em.fork().execute(
    `select organisation, max(t.number) as number
     from taken_release t left join pending_release p using (organisation, number) where ${condition} group by 1`,
  );
  return new Map(rows.map(({ organisation, number }) => [organisation, number]));
}

/** Reads the cells that were current after a release, from all releases up to it. */
export async function readCells(em: Em, organisation: string, number: number): Promise<Cell[]> {
  const rows: (Record<'g' | 'c' | 'f' | 'm', string> & Record<'p' | 'a' | 'o', number>)[] = await em.fork().execute(
    `select goal_code as g, place_code as c, place_from::text as f, month as m, people as p, at_most as a, occurrences as o
     from register_cell
     where organisation = ? and from_number <= ? and (until_number is null or until_number > ?)`,
    [organisation, number, number],
  );
  return rows.map(({ g, c, f, m, p, a, o }): Cell => [g, c, f, m, p, a, o]);
}

/**
 * Reads the cells that a release changed.
 * @returns undefined if the release removed a cell: then the caller reads all cells.
 */
export async function readChangedCells(em: Em, organisation: string, number: number): Promise<Cell[] | undefined> {
  const isSame =
    '(n.goal_code, n.place_code, n.place_from, n.month) = (c.goal_code, c.place_code, c.place_from, c.month)';
  const [row] = await em.fork().execute<[{ vanished: boolean; cells: Cell[] }]>(
    `select exists (
       select from register_cell c where c.organisation = ? and c.until_number = ? and not exists (
         select from register_cell n where n.organisation = c.organisation and n.from_number = c.until_number and ${isSame})
     ) as vanished, coalesce((
       select json_agg(json_build_array(goal_code, place_code, place_from::text, month, people, at_most, occurrences))
       from register_cell where organisation = ? and from_number = ?), '[]') as cells`,
    [organisation, number, organisation, number],
  );
  return row.vanished ? undefined : row.cells;
}

/** The canonical text of the newest stored release's header; null if there is none. */
export async function newestHeader(em: Em, organisation: string): Promise<string | null> {
  const [newest] = await em
    .fork()
    .execute<{ header: string }[]>(
      'select header from taken_release where organisation = ? order by number desc limit 1',
      [organisation],
    );
  return newest?.header ?? null;
}

/** The canonical text of a stored release's header; null if it is not stored. */
export async function headerOf(em: Em, organisation: string, number: number): Promise<string | null> {
  const [release] = await em
    .fork()
    .execute<{ header: string }[]>('select header from taken_release where (organisation, number) = (?, ?)', [
      organisation,
      number,
    ]);
  return release?.header ?? null;
}

/** The inputs for verifying and judging a release. */
export interface TakeOptions {
  /**
   * The number that it follows, if the later stored releases no longer count: it replaces them. Default: the newest
   * stored one.
   */
  readonly after?: number | undefined;
  readonly keys: ReleaseKeys;
  readonly now: Date;
  /** Finds the figures that exceed a bound: with any, the release waits to be accepted. */
  readonly judge: (header: ReleaseHeader, cells: readonly Cell[]) => Promise<readonly Finding[]>;
}

/**
 * Verifies the next release of an organisation's chain and takes it in, whole or not at all.
 * @returns its header, and the figures for which it waits to be accepted.
 * @throws ReleaseFault with the release's fault; the former figures stay.
 */
export async function takeRelease(
  em: Em,
  organisation: string,
  offered: OfferedRelease,
  { after, keys, now, judge }: TakeOptions,
): Promise<{ readonly header: ReleaseHeader; readonly findings: readonly Finding[] }> {
  const { header: text, signature } = offered;
  const former = after === undefined ? await newestHeader(em, organisation) : await headerOf(em, organisation, after);
  const { header, keyId, hash } = await verifyRelease(text, signature, keys, former, { organisation, now });
  const cells = header.pages.flatMap((entry, index) => verifyPage(offered.pages[index] ?? '', entry));
  const findings = await judge(header, cells);
  await em.fork().transactional(async (transaction) => {
    if (after !== undefined) await setAside(transaction, organisation, after, now);
    await transaction.execute(
      `insert into taken_release
         (organisation, number, header, signature, hash, key_id, made_at, through, demonstration, taken_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[organisation, header.number, text, signature, hash, keyId],
        ...[header.madeAt, untilOf(header), header.demonstration, now.toISOString()],
      ],
    );
    for (const [position, content] of offered.pages.slice(0, header.pages.length).entries()) {
      await transaction.execute('insert into taken_page values (?, ?, ?, ?)', [
        organisation,
        header.number,
        position,
        content,
      ]);
    }
    await applyCells(transaction, registerTables, header, cells);
    const isPending = findings.length > 0;
    if (isPending) await notePending(transaction, header, findings, now);
    await noteSketches(transaction, header, cells, isPending);
  });
  return { header, findings };
}

/** The result of a rebuild. */
export interface Rebuilt {
  readonly releases: number;
  readonly cells: number;
  /** How many cells differed from the releases. */
  readonly differed: number;
}

/**
 * Rebuilds the register's cells from the stored releases, each verified again, in one transaction. Cells from before
 * the last release with archived pages do not change.
 * @throws ReleaseFault if a stored release differs from its signed form; then nothing changes.
 */
export async function rebuildRegister(em: Em, keysOf: (organisation: string) => ReleaseKeys): Promise<Rebuilt> {
  return em.fork().transactional(async (transaction) => {
    await transaction.execute('create temporary table former_cell on commit drop as select * from register_cell');
    await transaction.execute(
      `delete from register_cell c where not exists (select from taken_release t where t.organisation = c.organisation)`,
    );
    const held: { organisation: string; header: string; signature: string; archived: boolean }[] =
      await transaction.execute(
        `select organisation, header, signature, exists (
           select from archived_release a where (a.organisation, a.number) = (t.organisation, t.number)) as archived
         from taken_release t order by organisation, number`,
      );
    for (const [organisation, releases] of Map.groupBy(held, (release) => release.organisation)) {
      const headers: ReleaseHeader[] = [];
      let former: string | null = null;
      for (const { header: text, signature, archived } of releases) {
        const { header } = await verifyRelease(text, signature, keysOf(organisation), former, { organisation });
        former = text;
        if (archived) headers.length = 0;
        else if (headers.length > 0 || header.number === 1 || header.kind === 'FULL') headers.push(header);
      }
      if (headers.length > 0) await applyAgain(transaction, organisation, headers);
    }
    const [counts] = await transaction.execute<[{ cells: number; differed: number }]>(
      `select (select count(*)::int from register_cell) as cells,
         (select count(*)::int from (
           (table register_cell except table former_cell) union all (table former_cell except table register_cell)) d) as differed`,
    );
    return { releases: held.length, ...counts };
  });
}

/**
 * Removes the changes that releases from a full one on have made to an organisation's cells, and makes them again
 * from their pages.
 */
async function applyAgain(em: Em, organisation: string, headers: readonly ReleaseHeader[]): Promise<void> {
  const first = [organisation, headers[0]?.number ?? 1];
  await em.execute('delete from register_cell where organisation = ? and from_number >= ?', first);
  await em.execute('update register_cell set until_number = null where organisation = ? and until_number >= ?', first);
  for (const header of headers) {
    const pages: { content: string }[] = await em.execute(
      'select content from taken_page where organisation = ? and number = ? order by position',
      [organisation, header.number],
    );
    const cells = header.pages.flatMap((entry, index) => verifyPage(pages[index]?.content ?? '', entry));
    await applyCells(em, registerTables, header, cells);
  }
}
