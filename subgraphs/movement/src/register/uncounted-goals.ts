import type { SubgraphContext } from '@hub/kit';

/**
 * The goals of which an organisation's releases brought figures, and which never expected it, by the number of the release:
 * the register holds those figures, and nothing counts them.
 */
export async function uncountedGoals(
  em: SubgraphContext['em'],
  organisation: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows: { number: number; goals: string[] }[] = await em.execute(
    `select c.from_number as number, array_agg(distinct c.goal_code order by c.goal_code) as goals from register_cell c
     where c.organisation = ? and c.from_number in (select value::int from json_array_elements_text(?::json))
       and not exists (
         select from goal_expectation e where (e.goal_code, e.organisation_code) = (c.goal_code, c.organisation))
     group by 1`,
    [organisation, JSON.stringify(numbers)],
  );
  return new Map(rows.map(({ number, goals }) => [number, goals]));
}
