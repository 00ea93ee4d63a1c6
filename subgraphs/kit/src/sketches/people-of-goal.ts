import type { SqlEntityManager } from '@mikro-orm/sql';
import { lastDayOf } from '@hub/protocol';
import { pagesOf } from '../database/pages-of.js';

/** People whom a goal has reached, alike in all that sketches count. */
export interface ReachedPeople {
  /** The place of their earliest fact, as the ledger has it, their sex and age band; see `partOf`. */
  readonly part: string;
  /** The month of it; before that they are not counted. */
  readonly month: string;
  /** Their pseudonyms, one after the other. */
  readonly pseudonyms: string;
}

/** What the name of a part of a goal's people says. */
export function partOf(part: string): { readonly place: string; readonly sex: string; readonly ageBand: string } {
  const [code = '', from = '', sex = '', ageBand = ''] = part.split(' ');
  return { place: `${code} ${from}`, sex, ageBand };
}

/** How many characters a pseudonym has; the ledger sees to it. */
const pseudonymLength = 43;

/** The pseudonyms of people who are alike. */
export function* pseudonymsOf({ pseudonyms }: ReachedPeople): Generator<string> {
  for (let at = 0; at < pseudonyms.length; at += pseudonymLength) yield pseudonyms.slice(at, at + pseudonymLength);
}

/** How many rows of people who are alike are read together. */
const pageSize = 500;

/** Of which people a goal has reached by a day. */
interface Reached {
  readonly through: string;
  /** The last month of which anybody is wanted. */
  readonly last: string;
}

/** Columns by which people are alike, and the name of the part that they are in. */
export const alike = 'p.commune_code, p.commune_from, p.sex, p.age_band';
export const partName = `concat_ws(' ', ${alike})`;

/** Statement of the people whom a goal has reached: `pseudonym`, `month`, and what they are alike in. */
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

/** Into how many rows the people of a part and month are divided, so that none is large. */
const pieces = 8;

/** Reads the people of some parts whom a goal has reached by a day, those of a part after those of another. */
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

/** Where the people of a goal's places are counted. */
export interface PlacesOfGoal {
  /**
   * In which place of a release the people of a ledger's place are counted at the end of a month, by `place month` as
   * `placeKey` names it: a commune that had gone wholly into another by then is counted in that one. Places that stay what
   * they are have no entry.
   */
  readonly wholes: ReadonlyMap<string, string>;
  /** The ledger's places by the number of their group: those that are ever counted in the same place are of one. */
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

/** Numbers places: those that are ever counted in the same place, and that place itself, have one number. */
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
