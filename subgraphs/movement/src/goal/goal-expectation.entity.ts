import { defineEntity, p } from '@mikro-orm/core';

/** A goal's expectation of an organisation, linked to the hub or not, from a day on. */
export const GoalExpectationEntity = defineEntity({
  name: 'GoalExpectation',
  tableName: 'goal_expectation',
  properties: {
    goalCode: p.text().primary(),
    organisationCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day of the expectation; null if no end is known. */
    validUntil: p.date().nullable(),
    /** Whether the expectation counts even if the caller may not combine the organisation's figures, or it has no release. */
    countsWithheld: p.boolean().default(false),
  },
});
