import type { SubgraphContext } from '@hub/kit';
import { badUserInput, clientError } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** The last change of a figure. */
export interface StoredChange {
  readonly goal: string;
  readonly month: string;
  readonly place: string;
  /** Whether there is no such figure any more. */
  readonly isRemoved: boolean;
  readonly number: number;
}

/** A part of the list of changes. */
export interface ChangesSlice {
  /** The number before the first. */
  readonly from: number;
  /** The number after the last; Infinity for the end of the list. */
  readonly until: number;
  readonly size: number;
  /** Whether the last ones are read, and not the first. */
  readonly isBackwards: boolean;
}

/** Reads the figures whose last change is between two numbers, in order, and whether there are more. */
export async function changesBetween(
  em: Em,
  { from, until, size, isBackwards }: ChangesSlice,
): Promise<{ readonly changes: readonly StoredChange[]; readonly hasMore: boolean }> {
  const found = await em.execute<StoredChange[]>(
    `select goal, month, place, digest is null as "isRemoved", number from figure_change
     where number > ? and number < ?::float8 order by number ${isBackwards ? 'desc' : ''} limit ?`,
    [from, String(until), size + 1],
  );
  const changes = found.slice(0, size);
  return { changes: isBackwards ? changes.toReversed() : changes, hasMore: found.length > size };
}

/** The newest number, and the version of the figures with which the list was last compared; null before the first time. */
export async function endOfChanges(em: Em): Promise<{ readonly newest: number; readonly compared: string | null }> {
  const [end] = await em.execute<[{ newest: number; compared: string | null }]>(
    'select newest, compared from figure_change_end',
  );
  return end;
}

/** Notes that the list was compared with all figures of a version. */
export async function noteCompared(em: Em, version: string): Promise<void> {
  await em.execute('update figure_change_end set compared = ?', [version]);
}

/**
 * Reads a cursor that a caller names.
 * @throws GraphQLError `BAD_USER_INPUT`; `UNKNOWN_CURSOR` for one that was never given.
 */
export async function readChangeCursor(em: Em, text: string, argument: string): Promise<number> {
  if (!/^\d{1,9}$/.test(text))
    throw badUserInput(`${argument}: expected the cursor of a change, got ${JSON.stringify(text)}.`);
  const { newest } = await endOfChanges(em);
  if (Number(text) <= newest) return Number(text);
  throw clientError(
    'UNKNOWN_CURSOR',
    `${argument}: expected a cursor up to ${newest}, got ${text}: the database was restored, or is another's. Begin anew, without a cursor.`,
  );
}

/** Adds the changed and the removed figures of a goal in a month. */
export async function writeChanges(
  em: Em,
  goal: string,
  month: string,
  figures: readonly { readonly place: string; readonly digest: string }[],
): Promise<void> {
  await em.execute(
    `with given as (
       select place, digest from json_to_recordset(?::json) as g(place text, digest text)
     ), former as (
       select place, digest from figure_change where goal = ? and month = ?
     ), changed as (
       select coalesce(g.place, f.place) as place, g.digest from given g full join former f on f.place = g.place
       where g.digest is distinct from f.digest
     ), ended as (
       update figure_change_end set newest = newest + (select count(*) from changed)
       where exists (select from changed) returning newest
     )
     insert into figure_change as f (goal, month, place, digest, number)
     select ?, ?, place, digest, newest - row_number() over (order by place desc) + 1 from changed, ended
     on conflict (goal, month, place) do update set digest = excluded.digest, number = excluded.number
     where f.digest is distinct from excluded.digest`,
    [JSON.stringify(figures), goal, month, goal, month],
  );
}

/** The goals and months that have figures. */
export function monthsWithFigures(em: Em): Promise<{ readonly goal: string; readonly month: string }[]> {
  return em.execute('select distinct goal, month from figure_change where digest is not null');
}
