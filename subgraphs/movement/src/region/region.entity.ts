import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Communes whose people are also counted together: a fixed list, which no request can choose. */
export const RegionEntity = defineEntity({
  name: 'Region',
  tableName: 'region',
  properties: {
    code: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day; null if no end is known. */
    validUntil: p.date().nullable(),
    nameVi: p.text(),
    nameEn: p.text(),
    /** The communes' codes on the region's first day. They never change. */
    communes: p.array(),
    source: p.text(),
  },
});

export type Region = InferEntity<typeof RegionEntity>;
