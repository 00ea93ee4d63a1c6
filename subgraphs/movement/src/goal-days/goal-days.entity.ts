import { defineEntity, p } from '@mikro-orm/core';

/** The events that days are counted from. */
export enum GoalDaysKind {
  /** After a month's end: an organisation's report. */
  REPORT = 'REPORT',
  /** After a month's end: the movement's publication. */
  PUBLICATION = 'PUBLICATION',
  /** After the deadline: late data. */
  CLOSING = 'CLOSING',
}

/**
 * The days from a month's end, or from a deadline, until a report, publication or closing of a goal is due, from a
 * month on.
 */
export const GoalDaysEntity = defineEntity({
  name: 'GoalDays',
  tableName: 'goal_days',
  properties: {
    goalCode: p.text().primary(),
    kind: p.text().$type<GoalDaysKind>().primary(),
    fromMonth: p.text().primary(),
    days: p.integer(),
    /** The document that sets the days. */
    basis: p.text(),
  },
});
