import { defineEntity, p } from '@mikro-orm/core';

/** The rules that choose the month of a goal's headline. */
export enum HeadlineRule {
  /** The last month that all expected organisations have reported. */
  ALL_REPORTED = 'ALL_REPORTED',
  /** The last month for which the data of all organisations with releases is complete. */
  COMPLETE = 'COMPLETE',
  /** The current month. */
  NEWEST = 'NEWEST',
}

/** A rule other than `ALL_REPORTED` for a goal's headline, from a day until a day. */
export const HeadlineEntity = defineEntity({
  name: 'Headline',
  tableName: 'headline',
  properties: {
    goalCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day of the rule; null if no end is known. */
    validUntil: p.date().nullable(),
    rule: p.text().$type<HeadlineRule>(),
  },
});
