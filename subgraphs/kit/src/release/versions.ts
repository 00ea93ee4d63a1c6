import type { SqlEntityManager } from '@mikro-orm/sql';
import { canonicalText, digestOf } from '@hub/protocol';

/** The versions of the data behind cells: digests that are equal for equal rows. */
export interface Versions {
  readonly places: string;
  readonly goals: string;
}

/** The columns that decide where and for which goal a person counts, without names and sources. */
const statements = {
  places: [
    `select code, valid_from::text as "from", valid_until::text as "until", level, parent_code as parent, area from place
     order by code collate "C", valid_from`,
    `select code, valid_from::text as "from", successor_code as successor, successor_from::text as since
     from place_succession order by code collate "C", valid_from, successor_code collate "C"`,
  ],
  goals: [
    `select code, valid_from::text as "from", valid_until::text as "until", audience, target, base,
       starts_on::text as starts, deadline::text as deadline, report_due_days as due, follows from goal
     order by code collate "C", valid_from`,
    `select code, age_from as "ageFrom", age_until as "ageUntil", age_on::text as "ageOn" from audience
     order by code collate "C"`,
  ],
} as const;

/** Reads a database's versions of places, and of goals and their audiences. */
export async function versionsOf(em: SqlEntityManager): Promise<Versions> {
  const digest = async (tables: readonly string[]) => {
    const rows: unknown[] = [];
    for (const statement of tables) rows.push(await em.execute<object[]>(statement));
    return digestOf(canonicalText(rows));
  };
  return { places: await digest(statements.places), goals: await digest(statements.goals) };
}
