import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Communes whose people are also counted together: a list that nobody makes up while asking. */
export const RegionEntity = defineEntity({
  name: 'Region',
  tableName: 'region',
  properties: {
    code: p.text().primary(),
    validFrom: p.date().primary(),
    /** Its last day; null while no end is known. */
    validUntil: p.date().nullable(),
    nameVi: p.text(),
    nameEn: p.text(),
    /** Their codes, as they are read on the region's first day. They stay as they are. */
    communes: p.array(),
    source: p.text(),
  },
});

export type Region = InferEntity<typeof RegionEntity>;
