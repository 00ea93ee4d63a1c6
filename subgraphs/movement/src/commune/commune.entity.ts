import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Area, CommuneType } from './commune.type.js';

/** One of the 166 commune-level units; filled by its migration from the reference file. */
export const CommuneEntity = defineEntity({
  name: 'Commune',
  tableName: 'commune',
  properties: {
    code: p.text().primary(),
    nameVi: p.text(),
    nameEn: p.text(),
    type: p.enum(() => CommuneType),
    area: p.enum(() => Area),
    areaKm2: p.float().fieldName('area_km2'),
    /** See `searchKey` and `sortKey` in the kit. */
    searchKey: p.text(),
    sortKey: p.text(),
  },
});

export type Commune = InferEntity<typeof CommuneEntity>;
