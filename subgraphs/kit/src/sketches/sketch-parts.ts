import type { SqlEntityManager } from '@mikro-orm/sql';
import { executeBound } from '../database/own-connection.js';
import { TimeSlice } from '../database/time-slice.js';
import { pagesOf } from '../database/pages-of.js';
import { alike, partName, peopleReached } from './people-of-goal.js';

/** The people of a part at the end of a month: equal sets have equal values. */
export interface PeopleOfPart {
  readonly people: number;
  readonly who: bigint;
}

/** A part's stored sketch at the end of a month. */
export interface KeptPart extends PeopleOfPart {
  readonly part: string;
  readonly month: string;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the people of each part of a goal at the end of each month.
 * @param months in their order.
 * @returns by `part`, then by month; without empty months.
 */
export async function peopleOfParts(
  em: SqlEntityManager,
  goal: string,
  months: readonly string[],
  through: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, PeopleOfPart>>> {
  const { statement, values } = peopleReached(goal, { through, last: months.at(-1) ?? '' });
  const rows = await em.execute<{ part: string; month: string; people: number; who: string }[]>(
    `select ${partName} as part, p.month, p.people, p.who::text from (
       select ${alike}, p.month, count(*)::int as people, bit_xor(hashtextextended(p.pseudonym, 0)) as who
       from (${statement}) p group by ${alike}, p.month
     ) p order by 2`,
    [...values],
  );
  const slice = new TimeSlice();
  const ofParts = new Map<string, typeof rows>();
  for (const row of rows) {
    const ofPart = ofParts.get(row.part);
    if (ofPart) ofPart.push(row);
    else ofParts.set(row.part, [row]);
    if (slice.isOver) await slice.next();
  }
  const parts = new Map<string, Map<string, PeopleOfPart>>();
  for (const [part, ofPart] of ofParts) {
    const byMonth = new Map<string, PeopleOfPart>();
    let [people, who, next] = [0, 0n, 0];
    for (const month of months) {
      for (let row = ofPart[next]; row && row.month <= month; row = ofPart[(next += 1)]) {
        people += row.people;
        who ^= BigInt(row.who);
      }
      if (people > 0) byMonth.set(month, { people, who });
    }
    parts.set(part, byMonth);
    if (slice.isOver) await slice.next();
  }
  return parts;
}

/** The stored parts of a goal and some months, without their sketches. */
export async function keptParts(
  em: SqlEntityManager,
  goal: string,
  months: readonly string[],
): Promise<readonly Omit<KeptPart, 'bytes'>[]> {
  const rows = await em.execute<(Omit<KeptPart, 'bytes' | 'who'> & { who: string })[]>(
    `select part, month, key_id as key, people, who::text from sketch_part
     where goal_code = ? and month in (select json_array_elements_text(?::json))`,
    [goal, JSON.stringify(months)],
  );
  return rows.map((row) => ({ ...row, who: BigInt(row.who) }));
}

/** Stores parts in place of the earlier ones. */
export async function keepParts(em: SqlEntityManager, goal: string, parts: readonly KeptPart[]): Promise<void> {
  if (parts.length === 0) return;
  const rows = parts.map(({ bytes, who, ...rest }) => ({
    ...rest,
    who: String(who),
    sketch: Buffer.from(bytes).toString('base64'),
  }));
  await executeBound(
    em,
    `insert into sketch_part (goal_code, month, part, key_id, people, who, sketch)
     select $1, month, part, key, people, who::bigint, decode(sketch, 'base64') from json_to_recordset($2)
       as n(month text, part text, key text, people int, who text, sketch text)
     on conflict (goal_code, month, part) do update
       set key_id = excluded.key_id, people = excluded.people, who = excluded.who, sketch = excluded.sketch`,
    [goal, JSON.stringify(rows)],
  );
}

/** Deletes a goal's empty parts. */
export async function forgetParts(
  em: SqlEntityManager,
  goal: string,
  parts: readonly Pick<KeptPart, 'part' | 'month'>[],
): Promise<void> {
  if (parts.length === 0) return;
  await em.execute(
    `delete from sketch_part s using json_to_recordset(?::json) as n(month text, part text)
     where (s.goal_code, s.month, s.part) = (?, n.month, n.part)`,
    [JSON.stringify(parts.map(({ month, part }) => ({ month, part }))), goal],
  );
}

/** Deletes the parts with keys that are no longer in force, and of months without a key. */
export async function forgetOtherKeys(em: SqlEntityManager, names: ReadonlyMap<string, string>): Promise<void> {
  await em.execute(`delete from sketch_part s where s.key_id is distinct from (?::json ->> s.month)`, [
    JSON.stringify(Object.fromEntries(names)),
  ]);
}

/**
 * Reads the sketches of a goal's parts, one group of places after another.
 * @param groups as in `PlacesOfGoal`.
 */
export function sketchesOfParts(
  em: SqlEntityManager,
  goal: string,
  months: readonly string[],
  groups: ReadonlyMap<string, number>,
): AsyncGenerator<readonly (Pick<KeptPart, 'part' | 'month'> & { readonly group: number; readonly sketch: Buffer })[]> {
  return pagesOf(
    em,
    `select s.part, s.month, s.sketch, coalesce(g.number, -1) as "group" from sketch_part s
     left join json_to_recordset(?::json) as g(place text, number int) on g.place = split_part(s.part, ' ', 1) || ' ' || split_part(s.part, ' ', 2)
     where s.goal_code = ? and s.month in (select json_array_elements_text(?::json)) order by 4`,
    [JSON.stringify([...groups].map(([place, number]) => ({ place, number }))), goal, JSON.stringify(months)],
    500,
  );
}
