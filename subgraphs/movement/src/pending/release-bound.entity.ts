import { defineEntity, p } from '@mikro-orm/core';

/** How much a release may say of a goal's people in a place, on days from one until another. */
export const ReleaseBoundEntity = defineEntity({
  name: 'ReleaseBound',
  tableName: 'release_bound',
  properties: {
    goalCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last such day; null while no end is known. */
    validUntil: p.date().nullable(),
    /** The most people to date, as a share of the place's denominator. */
    mostShare: p.float(),
    /** By how much of the denominator they may grow in a month; null for any. */
    mostGrowth: p.float().nullable(),
    /** By how many people they may always grow. */
    leastPeople: p.integer(),
  },
});
