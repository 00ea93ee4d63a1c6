import type { SqlEntityManager } from '@mikro-orm/sql';
import { lastDayOf } from '../release/days.js';

/** One person whom a goal has reached, as sketches count her. */
export interface ReachedPerson {
  readonly pseudonym: string;
  /** The place of her earliest fact, as the ledger has it. */
  readonly place: string;
  /** The month of it; before that she is not counted. */
  readonly month: string;
  readonly sex: string;
  readonly ageBand: string;
}

/** How many people are read together. */
const pageSize = 20_000;

/** Reads all people whom a goal has reached by a day, some at a time. */
export async function* peopleOfGoal(
  em: SqlEntityManager,
  goal: string,
  through: string,
): AsyncGenerator<readonly ReachedPerson[]> {
  const last = through.slice(0, 7);
  const isWhole = lastDayOf(last) <= through;
  let after = '';
  for (;;) {
    const page: ReachedPerson[] = await em.execute(
      `select p.pseudonym, p.commune_code || ' ' || p.commune_from as place, p.month, p.sex,
         p.age_band as "ageBand" from ledger_person p
       where p.goal_code = ? and p.pseudonym > ? and (p.month < ? or p.month = ? and (? or exists (
         select from ledger_entry e where e.goal_code = p.goal_code and e.pseudonym = p.pseudonym and e.reached_on <= ?)))
       order by p.pseudonym limit ?`,
      [goal, after, last, last, isWhole, through, pageSize],
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.pseudonym ?? '';
  }
}

/**
 * In which place of a release the people of a ledger's place are counted at the end of each month: a commune that had
 * gone wholly into another by then is counted in that one.
 * @returns by `place month`, as `placeKey`; places that stay what they are have no entry.
 */
export async function wholesOf(
  em: SqlEntityManager,
  goal: string,
  months: readonly string[],
  through: string,
): Promise<ReadonlyMap<string, string>> {
  const rows: { place: string; month: string; whole: string }[] = await em.execute(
    `select c.place, m.month, w.whole_code || ' ' || w.whole_from as whole
     from (select distinct commune_code, commune_from, commune_code || ' ' || commune_from as place
       from ledger_person where goal_code = ?) c
     cross join json_to_recordset(?::json) as m(month text, day date)
     join place_part w on (w.code, w.valid_from) = (c.commune_code, c.commune_from)
       and m.day between w.whole_from and w.whole_until`,
    [
      goal,
      JSON.stringify(months.map((month) => ({ month, day: lastDayOf(month) < through ? lastDayOf(month) : through }))),
    ],
  );
  return new Map(rows.map(({ place, month, whole }) => [`${place} ${month}`, whole]));
}
