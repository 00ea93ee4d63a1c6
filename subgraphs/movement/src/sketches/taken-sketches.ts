import type { SubgraphContext } from '@hub/kit';
import type { Cell, ReleaseHeader } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** An organisation's sketches of a goal and a month, with the release that brought them. */
export interface SketchReference {
  readonly organisation: string;
  readonly goal: string;
  readonly month: string;
  readonly number: number;
  /** The id of the period's key that they were made with. */
  readonly key: string;
  readonly digest: string;
}

/** An organisation's sketches in force, by `goal month`. */
export type SketchReferences = ReadonlyMap<string, SketchReference>;

/**
 * Records the sketches of a release, in its transaction. The sketches that they replace are destroyed, and also the
 * sketches of months whose figures the release changed without new ones. While the release waits to be accepted, the
 * sketches that count stay.
 */
export async function noteSketches(
  em: Em,
  header: ReleaseHeader,
  cells: readonly Cell[],
  isPending: boolean,
): Promise<void> {
  const { organisation, number, kind, sketches = [] } = header;
  const touched = [
    ...cells.map(([goal, , , month]) => ({ goal, month })),
    ...sketches.map(({ goal, month }) => ({ goal, month })),
  ];
  const distinct = [...new Map(touched.map((one) => [`${one.goal} ${one.month}`, one])).values()];
  await em.execute(
    `update taken_sketch s set until_number = ?
     where s.organisation = ? and s.until_number is null and (? or exists (
       select from json_to_recordset(?::json) as t(goal text, month text)
       where (t.goal, t.month) = (s.goal_code, s.month)))`,
    [number, organisation, kind === 'FULL', JSON.stringify(distinct)],
  );
  if (!isPending) await destroySuperseded(em, organisation, number);
  await em.execute(
    `insert into taken_sketch (organisation, goal_code, month, number, key_id, digest)
     select ?, t.goal, t.month, ?, t.key, t.digest
     from json_to_recordset(?::json) as t(goal text, month text, key text, digest text)`,
    [organisation, number, JSON.stringify(sketches)],
  );
}

/** Destroys an organisation's replaced sketches, once a release counts. */
export async function destroySuperseded(em: Em, organisation: string, number: number): Promise<void> {
  await em.execute(
    `update taken_sketch set sealed = null where organisation = ? and until_number <= ? and sealed is not null`,
    [organisation, number],
  );
}

const columns = `organisation, goal_code as goal, month, number, key_id as key, digest`;

/** Reads the sketches that are in force with one of an organisation's releases. */
export async function sketchesOfRelease(em: Em, organisation: string, number: number): Promise<SketchReferences> {
  const rows: SketchReference[] = await em.fork().execute(
    `select ${columns} from taken_sketch
       where organisation = ? and number <= ? and (until_number is null or until_number > ?)`,
    [organisation, number, number],
  );
  return new Map(rows.map((row) => [`${row.goal} ${row.month}`, row]));
}

/** Reads some of an organisation's sketches in force that have not come yet, the newest months first. */
export function missingSketches(em: Em, organisation: string, most: number): Promise<SketchReference[]> {
  return em.fork().execute(
    `select ${columns} from taken_sketch
       where organisation = ? and until_number is null and sealed is null order by month desc limit ?`,
    [organisation, most],
  );
}

/** Stores sealed sketches, unless later ones have replaced them. */
export async function keepSealed(em: Em, { organisation, goal, month, number }: SketchReference, sealed: string) {
  await em.fork().execute(
    `update taken_sketch set sealed = ?
       where (organisation, goal_code, month, number) = (?, ?, ?, ?) and until_number is null`,
    [sealed, organisation, goal, month, number],
  );
}

/** Reads sealed sketches; null if they have not come yet, or if others have replaced them. */
export async function sealedOf(em: Em, { organisation, goal, month, number }: SketchReference): Promise<string | null> {
  const [row]: { sealed: string | null }[] = await em
    .fork()
    .execute(`select sealed from taken_sketch where (organisation, goal_code, month, number) = (?, ?, ?, ?)`, [
      organisation,
      goal,
      month,
      number,
    ]);
  return row?.sealed ?? null;
}
