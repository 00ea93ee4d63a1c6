import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Cell, SketchEntry } from '../release/release-format.js';

/** Sealed sketches to be kept, and how a release names them. */
export interface SealedSketches {
  readonly entry: SketchEntry;
  readonly sealed: string;
  /** Whether those before were made with another key, or there were none. */
  readonly isNewKey: boolean;
}

/** The entries of the sketches that are kept, by `goal month`. */
export async function keptSketches(em: SqlEntityManager): Promise<ReadonlyMap<string, SketchEntry>> {
  const rows: SketchEntry[] = await em.execute(
    `select goal_code as goal, month, key_id as key, digest from release_sketch`,
  );
  return new Map(rows.map((entry) => [`${entry.goal} ${entry.month}`, entry]));
}

/** Whether anybody was erased since the first of the kept sketches were made. */
export async function wasErasedSince(em: SqlEntityManager): Promise<boolean> {
  const [row]: { found: boolean }[] = await em.execute(
    `select exists (select from subject_request where action = 'ERASED'
       and at >= (select min(made_at) - interval '1 minute' from release_sketch)) as found`,
  );
  return row?.found ?? false;
}

/**
 * Keeps the sketches that a release brings, in the place of those of before, which are gone with that. What the release
 * changed and brings no sketches of has none.
 */
export async function keepSketches(
  em: SqlEntityManager,
  number: number,
  sketches: readonly SealedSketches[],
  changed: readonly Cell[],
): Promise<void> {
  const gone = [...new Set(changed.map(([goal, , , month]) => JSON.stringify([goal, month])))];
  await em.execute(
    `delete from release_sketch s using json_array_elements(?::json) as c
     where (s.goal_code, s.month) = (c ->> 0, c ->> 1)`,
    [`[${gone.join()}]`],
  );
  for (const { entry, sealed } of sketches) {
    await em.execute(
      `insert into release_sketch (goal_code, month, number, key_id, digest, sealed) values (?, ?, ?, ?, ?, ?)
       on conflict (goal_code, month) do update set number = excluded.number, key_id = excluded.key_id,
         digest = excluded.digest, sealed = excluded.sealed, made_at = now()`,
      [entry.goal, entry.month, number, entry.key, entry.digest, sealed],
    );
  }
}

/** Destroys all sketches that are kept. */
export async function destroySketches(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from release_sketch`);
}

/** Sealed sketches by their digest; null where they are gone. */
export async function sealedByDigest(em: SqlEntityManager, digest: string): Promise<string | null> {
  const [row]: { sealed: string }[] = await em.execute(`select sealed from release_sketch where digest = ?`, [digest]);
  return row?.sealed ?? null;
}
