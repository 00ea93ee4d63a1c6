import { defineEntity, p } from '@mikro-orm/core';

/** A goal, and which of an organisation's counts contributes to it. */
export const CountedGoalEntity = defineEntity({
  name: 'CountedGoal',
  tableName: 'counted_goal',
  properties: {
    goalCode: p.text().primary(),
    /** Null where none does any more. */
    measure: p.text().nullable(),
  },
});
