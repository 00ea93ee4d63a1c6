import type { SqlEntityManager } from '@mikro-orm/sql';
import { nearestTo } from '../base/in-force.js';

/** From which age until which a goal counts people, while it is laid down so. */
export interface AudienceAges {
  readonly validFrom: string;
  readonly ageFrom: number | null;
  readonly ageUntil: number | null;
  /** The day on which the age counts; null: the day on which the goal is reached. */
  readonly ageOn: string | null;
}

/** The ages of the audiences of goals by the goal's code, the earliest first; a goal that is not known has none. */
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
 * Whether a goal counts somebody who reached it on a day, as it was laid down then (or first, where that was later).
 * Of her birth only the year is known: she is taken to have had her birthday.
 */
export function isOfAudience(ages: readonly AudienceAges[], birthYear: number, reachedOn: string): boolean {
  const inForce = nearestTo(ages, reachedOn);
  if (!inForce) return false;
  const age = Number((inForce.ageOn ?? reachedOn).slice(0, 4)) - birthYear;
  return age >= (inForce.ageFrom ?? 0) && age <= (inForce.ageUntil ?? Number.POSITIVE_INFINITY);
}
