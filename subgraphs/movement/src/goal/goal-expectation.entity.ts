import { defineEntity, p } from '@mikro-orm/core';

/** That a goal counts on an organisation, linked to the hub or not, from a day on. */
export const GoalExpectationEntity = defineEntity({
  name: 'GoalExpectation',
  tableName: 'goal_expectation',
  properties: {
    goalCode: p.text().primary(),
    organisationCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day on which it does; null while no end is known. */
    validUntil: p.date().nullable(),
    /** Whether it counts even where nothing of it may be combined for the caller, or it has released nothing. */
    countsWithheld: p.boolean().default(false),
  },
});
