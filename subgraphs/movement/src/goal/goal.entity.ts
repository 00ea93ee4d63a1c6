import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** One of the movement's goals; target, deadline and source are data, and are revised. */
export const GoalEntity = defineEntity({
  name: 'Goal',
  tableName: 'goal',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** Whom the goal counts: which denominators are its own. */
    audience: p.text(),
    /** Share of the audience, 0 to 1. */
    target: p.float(),
    /** Where it stood at the start, 0 to 1. */
    base: p.float(),
    startsOn: p.date(),
    deadline: p.date(),
    source: p.text(),
    asOf: p.date(),
  },
});

export type Goal = InferEntity<typeof GoalEntity>;

/** That a goal counts on an organisation, linked to the hub or not. */
export const GoalExpectationEntity = defineEntity({
  name: 'GoalExpectation',
  tableName: 'goal_expectation',
  properties: {
    goalCode: p.text().primary(),
    organisationCode: p.text().primary(),
  },
});
