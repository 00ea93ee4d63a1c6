import { defineEntity, p } from '@mikro-orm/core';

/** A goal, and the organisation's count that contributes to it. */
export const CountedGoalEntity = defineEntity({
  name: 'CountedGoal',
  tableName: 'counted_goal',
  properties: {
    goalCode: p.text().primary(),
    /** Null where no count contributes any more. */
    measure: p.text().nullable(),
  },
});
