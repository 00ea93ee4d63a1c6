import { defineEntity, p } from '@mikro-orm/core';

/** From how many people on a place is judged by a goal, on days from one until another. */
export const VerdictBoundEntity = defineEntity({
  name: 'VerdictBound',
  tableName: 'verdict_bound',
  properties: {
    goalCode: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last such day; null while no end is known. */
    validUntil: p.date().nullable(),
    /** A place whose denominator is smaller gets counts, and no verdict. */
    leastDenominator: p.integer(),
  },
});
