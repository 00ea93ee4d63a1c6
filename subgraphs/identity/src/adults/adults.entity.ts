import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Number of adults of a commune as of a day, which limits the commune's counts. */
export const AdultsEntity = defineEntity({
  name: 'Adults',
  tableName: 'adults',
  properties: {
    /** `CODE@DAY`, with the commune's first day. */
    place: p.text().primary(),
    asOf: p.date().primary(),
    adults: p.integer(),
    source: p.text(),
    demonstration: p.boolean(),
  },
});

export type Adults = InferEntity<typeof AdultsEntity>;
