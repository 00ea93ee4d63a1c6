import type { SqlEntityManager } from '@mikro-orm/sql';
import { lastDayOf } from '@hub/protocol';
import { pagesOf } from '../database/pages-of.js';

/** People that a goal has reached, with the same place, sex, age band and month. */
export interface ReachedPeople {
  /** The place of their earliest fact in the ledger, their sex and age band; see `partOf`. */
  readonly part: string;
  /** The month of that fact; they are not counted before. */
  readonly month: string;
  /** Their pseudonyms, concatenated. */
  readonly pseudonyms: string;
}

/** Splits the name of a part of a goal's people. */
export function partOf(part: string): { readonly place: string; readonly sex: string; readonly ageBand: string } {
  const [code = '', from = '', sex = '', ageBand = ''] = part.split(' ');
  return { place: `${code} ${from}`, sex, ageBand };
}

/** The length of a pseudonym in characters; the ledger enforces it. */
const pseudonymLength = 43;

/** Yields the pseudonyms of a group of people. */
export function* pseudonymsOf({ pseudonyms }: ReachedPeople): Generator<string> {
  for (let at = 0; at < pseudonyms.length; at += pseudonymLength) yield pseudonyms.slice(at, at + pseudonymLength);
}

/** How many groups of people are read at a time. */
const pageSize = 500;

/** Limits of the people to read: reached by a day. */
interface Reached {
  readonly through: string;
  /** The last month to read. */
  readonly last: string;
}

/** The columns that group people, and the name of the group's part. */
export const alike = 'p.commune_code, p.commune_from, p.sex, p.age_band';
export const partName = `concat_ws(' ', ${alike})`;

/** The statement for the people that a goal has reached: `pseudonym`, `month`, and the grouping columns. */
export function peopleReached(
  goal: string,
  { through, last }: Reached,
): { readonly statement: string; readonly values: readonly unknown[] } {
  const open = through.slice(0, 7);
  return {
    statement: `
      select p.pseudonym, p.month, ${alike}
      from ledger_person p
      where p.goal_code = ? and p.month <= ? and (p.month < ? or p.month = ? and (? or exists (
        select from ledger_entry e where e.goal_code = p.goal_code and e.pseudonym = p.pseudonym and e.reached_on <= ?)))`,
    values: [goal, last, open, open, lastDayOf(open) <= through, through],
  };
}

/** Into how many rows the people of a part and month are divided, so that every row stays small. */
const pieces = 8;

/** Reads the people of some parts that a goal has reached by a day, one part after another. */
export function peopleOfGoal(
  em: SqlEntityManager,
  goal: string,
  { parts, ...reached }: Reached & { readonly parts: readonly string[] },
): AsyncGenerator<readonly ReachedPeople[]> {
  const { statement, values } = peopleReached(goal, reached);
  return pagesOf<ReachedPeople>(
    em,
    `select ${partName} as part, p.month, string_agg(p.pseudonym, '') as pseudonyms from (${statement}) p
     where ${partName} in (select json_array_elements_text(?::json))
     group by ${alike}, p.month, hashtext(p.pseudonym) & ${pieces - 1} order by 1`,
    [...values, JSON.stringify(parts)],
    pageSize,
  );
}

/** The places where the people of a goal are counted. */
export interface PlacesOfGoal {
  /**
   * The place of a release where the people of a ledger's place are counted at the end of a month, by `place month` in
   * the form of `placeKey`: a commune that became wholly part of another is counted there. Unchanged places have no
   * entry.
   */
  readonly wholes: ReadonlyMap<string, string>;
  /** The number of each ledger place's group: places that are ever counted in the same place have the same number. */
  readonly groups: ReadonlyMap<string, number>;
}

/** Reads where the people of a goal's places are counted at the end of each month. */
export async function placesOfGoal(
  em: SqlEntityManager,
  goal: string,
  months: readonly string[],
  through: string,
): Promise<PlacesOfGoal> {
  const places: { place: string }[] = await em.execute(
    `select distinct commune_code || ' ' || commune_from as place from ledger_month where goal_code = ? order by 1`,
    [goal],
  );
  const rows: { place: string; month: string; whole: string }[] = await em.execute(
    `select c.place, m.month, w.whole_code || ' ' || w.whole_from as whole
     from (select distinct commune_code, commune_from, commune_code || ' ' || commune_from as place
       from ledger_month where goal_code = ?) c
     cross join json_to_recordset(?::json) as m(month text, day date)
     join place_part w on (w.code, w.valid_from) = (c.commune_code, c.commune_from)
       and m.day between w.whole_from and w.whole_until`,
    [
      goal,
      JSON.stringify(months.map((month) => ({ month, day: lastDayOf(month) < through ? lastDayOf(month) : through }))),
    ],
  );
  return {
    wholes: new Map(rows.map(({ place, month, whole }) => [`${place} ${month}`, whole])),
    groups: groupsOf(
      places.map(({ place }) => place),
      rows,
    ),
  };
}

/** Numbers places: places that are ever counted in the same place, and that place itself, have one number. */
function groupsOf(
  places: readonly string[],
  counted: readonly { readonly place: string; readonly whole: string }[],
): ReadonlyMap<string, number> {
  const parents = new Map<string, string>();
  const topOf = (place: string): string => {
    const parent = parents.get(place);
    return parent === undefined ? place : topOf(parent);
  };
  for (const { place, whole } of counted) {
    const [top, other] = [topOf(place), topOf(whole)];
    if (top !== other) parents.set(top, other);
  }
  const numbers = new Map<string, number>();
  return new Map(
    places.map((place) => {
      const top = topOf(place);
      const number = numbers.get(top) ?? numbers.size;
      numbers.set(top, number);
      return [place, number];
    }),
  );
}
