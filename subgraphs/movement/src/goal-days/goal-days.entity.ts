import { defineEntity, p } from '@mikro-orm/core';

/** What days are laid down of. */
export enum GoalDaysKind {
  /** After a month's end: an organisation's report. */
  REPORT = 'REPORT',
  /** After a month's end: the movement's publication. */
  PUBLICATION = 'PUBLICATION',
  /** After the deadline: late data. */
  CLOSING = 'CLOSING',
}

/** How many days after a month's end, or after its deadline, something of a goal is due, from a month on. */
export const GoalDaysEntity = defineEntity({
  name: 'GoalDays',
  tableName: 'goal_days',
  properties: {
    goalCode: p.text().primary(),
    kind: p.text().$type<GoalDaysKind>().primary(),
    fromMonth: p.text().primary(),
    days: p.integer(),
    /** Where it is laid down. */
    basis: p.text(),
  },
});
