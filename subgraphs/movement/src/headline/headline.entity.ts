import { defineEntity, p } from '@mikro-orm/core';

/** By which rule a goal's headline has its month. */
export enum HeadlineRule {
  /** The last that all expected organisations have reported. */
  ALL_REPORTED = 'ALL_REPORTED',
  /** The last of which the data of all who have released any are complete. */
  COMPLETE = 'COMPLETE',
  /** The current one. */
  NEWEST = 'NEWEST',
}

/** That a goal's headline has its month by another rule than by `ALL_REPORTED`, on days from one until another. */
export const HeadlineEntity = defineEntity({
  name: 'Headline',
  tableName: 'headline',
  properties: {
    goalCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last such day; null while no end is known. */
    validUntil: p.date().nullable(),
    rule: p.text().$type<HeadlineRule>(),
  },
});
