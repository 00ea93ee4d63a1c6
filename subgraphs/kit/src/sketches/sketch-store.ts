import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Cell, SketchEntry } from '@hub/protocol';
import { executeBound } from '../database/own-connection.js';

/** Sketches in a release's list. */
export interface MadeSketches {
  readonly entry: SketchEntry;
  /** Whether the former sketches had another key, or there were none. */
  readonly isNewKey: boolean;
  /** Whether they are the stored ones. */
  readonly isKept: boolean;
}

const aside = 'sealed_aside';

/** Stores sealed sketches in a temporary table until the transaction keeps them, which saves memory. */
export async function putSealed(em: SqlEntityManager, { digest }: SketchEntry, sealed: string): Promise<void> {
  await em.execute(
    `create temporary table if not exists ${aside} (digest text primary key, sealed text) on commit drop`,
  );
  await executeBound(em, `insert into ${aside} values ($1, $2)`, [digest, sealed]);
}

/** The entries of the stored sketches, by `goal month`. */
export async function keptSketches(em: SqlEntityManager): Promise<ReadonlyMap<string, SketchEntry>> {
  const rows: SketchEntry[] = await em.execute(
    `select goal_code as goal, month, key_id as key, digest from release_sketch`,
  );
  return new Map(rows.map((entry) => [`${entry.goal} ${entry.month}`, entry]));
}

/** Whether any person was erased since the first of the stored sketches was made. */
export async function wasErasedSince(em: SqlEntityManager): Promise<boolean> {
  const [row]: { found: boolean }[] = await em.execute(
    `select exists (select from subject_request where action = 'ERASED'
       and at >= (select min(made_at) - interval '1 minute' from release_sketch)) as found`,
  );
  return row?.found ?? false;
}

/**
 * Stores the sketches of a release in place of the former ones, which are deleted. A changed goal and month without a
 * listed sketch has none; after a full release, only listed sketches stay.
 */
export async function keepSketches(
  em: SqlEntityManager,
  { number, isFull }: { readonly number: number; readonly isFull: boolean },
  sketches: readonly MadeSketches[],
  changed: readonly Cell[],
): Promise<void> {
  const staying = sketches.filter(({ isKept }) => isKept).map(({ entry: { digest } }) => digest);
  const gone = [...new Set(changed.map(([goal, , , month]) => JSON.stringify([goal, month])))];
  await em.execute(
    `delete from release_sketch s where s.digest <> all(?::text[]) and (? or exists (
       select from json_array_elements(?::json) as c where (s.goal_code, s.month) = (c ->> 0, c ->> 1)))`,
    [`{${staying.join()}}`, isFull, `[${gone.join()}]`],
  );
  await em.execute(`update release_sketch set number = ? where digest = any(?::text[])`, [
    number,
    `{${staying.join()}}`,
  ]);
  for (const { entry, isKept } of sketches) {
    if (isKept) continue;
    await em.execute(
      `insert into release_sketch (goal_code, month, number, key_id, digest, sealed)
       select ?, ?, ?, ?, digest, sealed from ${aside} where digest = ?
       on conflict (goal_code, month) do update set number = excluded.number, key_id = excluded.key_id,
         digest = excluded.digest, sealed = excluded.sealed, made_at = now()`,
      [entry.goal, entry.month, number, entry.key, entry.digest],
    );
  }
}

/** Sealed sketches by their digest; null where they were deleted. */
export async function sealedByDigest(em: SqlEntityManager, digest: string): Promise<string | null> {
  const [row]: { sealed: string }[] = await em.execute(`select sealed from release_sketch where digest = ?`, [digest]);
  return row?.sealed ?? null;
}
