import { allLoader, badUserInput, defineLoader, entityLoader, type SubgraphContext } from '@hub/kit';
import { type Organisation, OrganisationEntity } from '../organisation/organisation.entity.js';
import { type Goal, GoalEntity } from './goal.entity.js';

export const goalLoader = entityLoader<Goal>(GoalEntity, 'code');

/**
 * A goal that a client names.
 * @throws GraphQLError `BAD_USER_INPUT` where there is none.
 */
export async function existingGoal(code: string, context: SubgraphContext): Promise<Goal> {
  const goal = await goalLoader(context).load(code);
  if (!goal) throw badUserInput(`Expected the code of a goal, but got ${JSON.stringify(code)}.`);
  return goal;
}

export const allGoals = allLoader<Goal>(GoalEntity, 'code');

/** The organisations that a goal counts on, by code. */
export const expectedOrganisations = defineLoader<string, Organisation[]>(async (goals, em) => {
  const rows = await em.execute<({ goal: string } & Record<string, unknown>)[]>(
    `select e.goal_code as goal, o.* from goal_expectation e join organisation o on o.code = e.organisation_code
     where e.goal_code in (select json_array_elements_text(?::json)) order by o.code`,
    [JSON.stringify(goals)],
  );
  const byGoal = Map.groupBy(rows, ({ goal }) => goal);
  return goals.map((goal) =>
    (byGoal.get(goal) ?? []).map(({ goal: _goal, ...row }) => em.map<Organisation>(OrganisationEntity, row)),
  );
});
