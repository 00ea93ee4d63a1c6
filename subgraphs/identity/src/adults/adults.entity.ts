import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** How many adults a commune has, as of a day: what its counts are measured against. */
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
