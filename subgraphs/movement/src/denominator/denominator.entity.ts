import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** How many people an audience has in a place: published figures conflict and are revised, so each names its source. */
export const DenominatorEntity = defineEntity({
  name: 'Denominator',
  tableName: 'denominator',
  properties: {
    audience: p.text().primary(),
    /** A commune, or the province. */
    placeCode: p.text().primary(),
    version: p.integer().primary(),
    value: p.integer(),
    asOf: p.date(),
    source: p.text(),
    demonstration: p.boolean(),
  },
});

export type Denominator = InferEntity<typeof DenominatorEntity>;
