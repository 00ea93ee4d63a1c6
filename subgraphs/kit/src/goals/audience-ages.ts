import type { SqlEntityManager } from '@mikro-orm/sql';
import { nearestTo } from '../base/in-force.js';

/** The ages that a goal counts, for one version of its audience. */
export interface AudienceAges {
  readonly validFrom: string;
  readonly ageFrom: number | null;
  readonly ageUntil: number | null;
  /** The day of the age; null: the day of reaching the goal. */
  readonly ageOn: string | null;
}

/** The ages of goals' audiences by the goal's code, the earliest first; an unknown goal has none. */
export async function agesOfGoals(
  em: SqlEntityManager,
  goals: readonly string[],
): Promise<ReadonlyMap<string, readonly AudienceAges[]>> {
  if (goals.length === 0) return new Map();
  const rows = await em.execute<(AudienceAges & { code: string })[]>(
    `select g.code, g.valid_from::text as "validFrom", a.age_from as "ageFrom", a.age_until as "ageUntil",
       a.age_on::text as "ageOn"
     from goal g join audience a on a.code = g.audience
     where g.code in (select json_array_elements_text(?::json)) order by g.code, g.valid_from`,
    [JSON.stringify(goals)],
  );
  return Map.groupBy(rows, ({ code }) => code);
}

/**
 * Whether a goal counts a person who reached it on a day, by the goal's version of that day (or the first version, if
 * that is later). Of the birth only the year is known: the birthday counts as past.
 */
export function isOfAudience(ages: readonly AudienceAges[], birthYear: number, reachedOn: string): boolean {
  const inForce = nearestTo(ages, reachedOn);
  if (!inForce) return false;
  const age = Number((inForce.ageOn ?? reachedOn).slice(0, 4)) - birthYear;
  return age >= (inForce.ageFrom ?? 0) && age <= (inForce.ageUntil ?? Number.POSITIVE_INFINITY);
}
