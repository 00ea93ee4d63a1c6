import {
  type Audience,
  AudienceEntity,
  badUserInput,
  dayInProvince,
  defineLoader,
  entityLoader,
  type Goal,
  GoalEntity,
  inForceOn,
  nearestTo,
  rowsOfKeys,
  type SubgraphContext,
} from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';
import { type Organisation, OrganisationEntity } from '../organisation/organisation.entity.js';

const allVersions = keptLoader<'all', Goal[]>((keys, em) =>
  rowsOfKeys<Goal>(
    em,
    GoalEntity,
    `select k.position, g.* from json_to_recordset(?::json) as k(position int) cross join goal g
     order by g.code, g.valid_from`,
    keys.map(() => ({})),
  ),
);

/** Every version of every goal, by code and first day. */
export function allGoalVersions(context: SubgraphContext): Promise<Goal[]> {
  return allVersions(context).load('all');
}

/** How a goal was laid down over time, by its code: every version, the earliest first. */
export async function goalVersions(code: string, context: SubgraphContext): Promise<Goal[]> {
  return (await allGoalVersions(context)).filter((version) => version.code === code);
}

export const audienceLoader = entityLoader<Audience>(AudienceEntity, 'code');

/**
 * A goal as it is laid down on a day, today's unless told: as it first will be where the day is before all versions, as
 * it last was where it is after all. Null when there is none.
 */
export async function goalOn(code: string, context: SubgraphContext, day?: string): Promise<Goal | null> {
  const versions = await goalVersions(code, context);
  return nearestTo(versions, day ?? dayInProvince(context.now())) ?? null;
}

/** A goal as it is in force on a day; null when it is not. */
export async function goalInForce(code: string, day: string, context: SubgraphContext): Promise<Goal | null> {
  return inForceOn(await goalVersions(code, context), day) ?? null;
}

/** The goals that are in force on a day, today's unless told, by code. */
export async function goalsInForce(context: SubgraphContext, day = dayInProvince(context.now())): Promise<Goal[]> {
  const byCode = Map.groupBy(await allGoalVersions(context), ({ code }) => code);
  return [...byCode.values()].flatMap((versions) => inForceOn(versions, day) ?? []);
}

/**
 * A goal that a client names.
 * @throws GraphQLError `BAD_USER_INPUT` where there is none.
 */
export async function existingGoal(code: string, context: SubgraphContext): Promise<Goal> {
  const goal = await goalOn(code, context);
  if (!goal) throw badUserInput(`Expected the code of a goal, but got ${JSON.stringify(code)}.`);
  return goal;
}

/** The organisations that a goal counts on, on a day, by code. */
export const expectedOrganisations = defineLoader<{ readonly goal: string; readonly day: string }, Organisation[]>(
  (keys, em) =>
    rowsOfKeys<Organisation>(
      em,
      OrganisationEntity,
      `select k.position, o.* from json_to_recordset(?::json) as k(position int, goal text, day date)
       join goal_expectation e on e.goal_code = k.goal and e.valid_from <= k.day and coalesce(e.valid_until, k.day) >= k.day
       join organisation o on o.code = e.organisation_code order by o.code`,
      keys,
    ),
  ({ goal, day }) => `${goal} ${day}`,
);
