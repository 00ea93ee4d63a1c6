import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A goal whose people must all count in another goal, by the definitions of both. */
export const GoalImplicationEntity = defineEntity({
  name: 'GoalImplication',
  tableName: 'goal_implication',
  properties: {
    goalCode: p.text().primary(),
    impliedCode: p.text().primary(),
    /** Why figures may contradict it all the same; null if no reason is known. */
    reasonVi: p.text().nullable(),
    reasonEn: p.text().nullable(),
  },
});

export type GoalImplication = InferEntity<typeof GoalImplicationEntity>;
