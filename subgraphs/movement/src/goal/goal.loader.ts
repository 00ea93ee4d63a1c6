import {
  type Audience,
  AudienceEntity,
  defineLoader,
  entityLoader,
  type Goal,
  GoalEntity,
  inForceOn,
  nearestTo,
  rowsOfKeys,
  type SubgraphContext,
} from '@hub/kit';
import { badUserInput, dayInProvince } from '@hub/protocol';
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

/** All versions of a goal by its code, the earliest first. */
export async function goalVersions(code: string, context: SubgraphContext): Promise<Goal[]> {
  return (await allGoalVersions(context)).filter((version) => version.code === code);
}

export const audienceLoader = entityLoader<Audience>(AudienceEntity, 'code');

/**
 * The version of a goal on a day (default: today): the first version if the day is before all, the last if it is
 * after all. Null if there is no such goal.
 */
export async function goalOn(code: string, context: SubgraphContext, day?: string): Promise<Goal | null> {
  return nearestTo(await goalVersions(code, context), day ?? dayInProvince(context.now())) ?? null;
}

/** The id of a goal's version: it has the first day, unless it is today's version. */
export function goalId({ code, validFrom }: Goal, ofToday: Goal | null): string {
  return `Goal:${code}${validFrom === ofToday?.validFrom ? '' : `@${validFrom}`}`;
}

/** A goal by its id; null when there is none. */
export async function goalById(id: string, context: SubgraphContext): Promise<Goal | null> {
  const [, code, from] = /^Goal:([^@]+)(?:@(.+))?$/.exec(id) ?? [];
  if (code === undefined) return null;
  if (from === undefined) return goalOn(code, context);
  return (await goalVersions(code, context)).find(({ validFrom }) => validFrom === from) ?? null;
}

/** The version of a goal that is in force on a day; null if none is. */
export async function goalInForce(code: string, day: string, context: SubgraphContext): Promise<Goal | null> {
  return inForceOn(await goalVersions(code, context), day) ?? null;
}

/** The goals that are in force on a day (default: today), by code. */
export async function goalsInForce(context: SubgraphContext, day = dayInProvince(context.now())): Promise<Goal[]> {
  const byCode = Map.groupBy(await allGoalVersions(context), ({ code }) => code);
  return [...byCode.values()].flatMap((versions) => inForceOn(versions, day) ?? []);
}

/**
 * A goal that a caller names.
 * @throws GraphQLError `BAD_USER_INPUT` if there is none.
 */
export async function existingGoal(code: string, context: SubgraphContext): Promise<Goal> {
  const goal = await goalOn(code, context);
  if (!goal) throw badUserInput(`Expected the code of a goal, but got ${JSON.stringify(code)}.`);
  return goal;
}

/** The organisations that a goal expects on a day, by code. */
export const expectedOrganisations = defineLoader<{ readonly goal: string; readonly day: string }, Organisation[]>(
  (keys, em) =>
    rowsOfKeys<Organisation>(
      em,
      OrganisationEntity,
      `select k.position, o.* from json_to_recordset(?::json) as k(position int, goal text, day date)
       join goal_expectation e on e.goal_code = k.goal and e.valid_from <= k.day and coalesce(e.valid_until, k.day) >= k.day
       join organisation o on o.code = e.organisation_code and coalesce(o.left_on, k.day) >= k.day order by o.code`,
      keys,
    ),
  ({ goal, day }) => `${goal} ${day}`,
);
